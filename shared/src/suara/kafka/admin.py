"""Creating the topics. Never left to auto-creation: partitions cannot be taken back."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from suara import topics
from suara.errors import PermanentError
from suara.settings import KafkaSettings

_KNOWN_SECONDS, _LOOK_SECONDS = 30.0, 0.05


async def ensure_topics(settings: KafkaSettings) -> list[str]:
    """Create what is missing and return the names created. Safe to repeat and to race.

    Raises:
        KafkaError: the broker is away, or refuses a topic.
        TimeoutError: it has made them, and does not know of them within seconds.
        PermanentError: a topic that is there has too few partitions.
    """
    async with _connected(settings) as admin:
        existing = await _partitions(admin)
        _refuse_narrow(existing, settings)
        missing = [name for name in topics.all_names(settings.topic_prefix) if name not in existing]
        if not missing:
            return []
        response = await admin.create_topics([_topic(name, settings) for name in missing])
        outcomes = {name: code for name, code, *_ in response.topic_errors}
        for name, code in outcomes.items():
            if code and for_code(code) is not TopicAlreadyExistsError:
                raise for_code(code)(f"cannot create topic {name}")
        await _until_known(admin, missing)
        return [name for name in missing if not outcomes[name]]


class TopicsCheck:
    """For readiness: are all topics there, with as many partitions as the settings say?

    Asks the broker until it passes, and then no more: partitions cannot be taken back.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._passed = False

    async def __call__(self) -> None:
        """Raises PermanentError saying which topic is wrong, KafkaError if the broker is away."""
        if self._passed:
            return
        async with _connected(self._settings) as admin:
            existing = await _partitions(admin)
        for name in topics.all_names(self._settings.topic_prefix):
            if name not in existing:
                raise PermanentError(
                    f"topic {name} does not exist: run `python -m suara.provision`"
                )
        _refuse_narrow(existing, self._settings)
        self._passed = True


@asynccontextmanager
async def _connected(settings: KafkaSettings) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


async def _until_known(admin: AIOKafkaAdminClient, names: Sequence[str]) -> None:
    """The controller makes topics; the brokers hear of them a moment later."""
    async with asyncio.timeout(_KNOWN_SECONDS):
        while not set(names) <= (await _partitions(admin)).keys():  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(_LOOK_SECONDS)


async def _partitions(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """By topic, how many it has."""
    return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics()}


def _refuse_narrow(existing: Mapping[str, int], settings: KafkaSettings) -> None:
    for name in topics.TOPICS:
        topic = topics.full_name(name, settings.topic_prefix)
        partitions = existing.get(topic, settings.partitions)
        if partitions < settings.partitions:
            raise PermanentError(
                f"topic {topic} has too few partitions: {partitions}, and SUARA_KAFKA_PARTITIONS "
                f"is {settings.partitions}"
            )


def _topic(name: str, settings: KafkaSettings) -> NewTopic:
    dead_letter = name.endswith(topics.DEAD_LETTER_SUFFIX)
    return NewTopic(
        name=name,
        num_partitions=1 if dead_letter else settings.partitions,
        replication_factor=settings.replication,
        # Until somebody has purged them, however long that takes.
        topic_configs={"retention.ms": "-1"} if dead_letter else {},
    )
