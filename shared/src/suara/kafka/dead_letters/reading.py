"""Reading dead-letter topics, in no consumer group: it moves nobody's offsets."""

import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.errors import KafkaError

from suara import topics
from suara.errors import OutageError, PermanentError
from suara.kafka.dead_letters.letter import (
    DeadLetter,
    How,
    Position,
    is_settlement,
    letter,
    settlement,
)
from suara.kafka.message import Message
from suara.settings import KafkaSettings

_AT_ONCE = 200
_SILENCE_SECONDS = 30.0
_POLL_MS = 1_000
_PATIENCE_MS = 20  # nobody waits for news here, and each change of partition takes that long

Settled = Mapping[str, Mapping[Position, How]]


@asynccontextmanager
async def reading(kafka: KafkaSettings, topic: str | None = None) -> AsyncIterator["Reader"]:
    """A reader of the dead letters of one topic, such as `groups`, or of all.

    Raises:
        OutageError: the broker is away, or refuses.
        PermanentError: it has no such dead-letter topic.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        await admin.start()
        names = await _names(admin, kafka.topic_prefix, topic)
        consumer = AIOKafkaConsumer(
            *names,
            bootstrap_servers=kafka.bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=_PATIENCE_MS,
        )
        try:
            await consumer.start()  # without a group it gets all partitions at once
            yield Reader(consumer, admin)
        finally:
            await consumer.stop()
    except KafkaError as error:
        raise OutageError(f"Kafka at {kafka.bootstrap}: {error}") from error
    finally:
        await admin.close()


async def _names(admin: AIOKafkaAdminClient, prefix: str, topic: str | None) -> list[str]:
    """Those that exist: to ask for another may create it."""
    wanted = [topic] if topic else topics.TOPICS
    names = [topics.dead_letter(topics.full_name(name, prefix)) for name in wanted]
    existing = set(await admin.list_topics())
    found = [name for name in names if name in existing]
    if not found:
        raise PermanentError(f"The broker has no topic {names[0]}. `suara topics` creates it.")
    return found


class Reader:
    """Dead letters up to the end that the topics had when `letters` was called first."""

    def __init__(self, consumer: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> None:
        self._consumer, self._admin = consumer, admin
        self._partitions = sorted(consumer.assignment())
        self._ends: dict[TopicPartition, int] = {}

    async def letters(self) -> AsyncIterator[Sequence[DeadLetter]]:
        """All, settled ones too, some at a time: partition by partition, each oldest first.

        Settlements count up to now, so that what somebody else has settled meanwhile shows.
        """
        settled = await self._settlements()
        for partition in self._partitions:
            async for records in self._records(partition, self._ends[partition]):
                letters = list(_letters(records, settled.get(partition.topic, {})))
                for begin in range(0, len(letters), _AT_ONCE):
                    yield letters[begin : begin + _AT_ONCE]

    async def trim(self) -> bool:
        """Delete all that `letters` has shown; False where the broker cannot, or may not."""
        ends = {partition: RecordsToDelete(end) for partition, end in self._ends.items()}
        try:
            await self._admin.delete_records(ends)
        except KafkaError:
            return False
        return True

    async def _settlements(self) -> Settled:
        """And, the first time, where the topics end."""
        settled: dict[str, dict[Position, How]] = defaultdict(dict)
        for partition in self._partitions:
            async for records in self._records(partition):
                for record in records:
                    if found := settlement(Message.of(record)):
                        settled[partition.topic][found.position] = found.how
            # The embedded broker tells an end before that of the last batch: take what was read.
            self._ends.setdefault(partition, await self._consumer.position(partition))
        return settled

    async def _records(
        self, partition: TopicPartition, end: int | None = None
    ) -> AsyncIterator[Sequence[ConsumerRecord]]:
        """From the beginning to `end`, or to where the broker says that it ends now."""
        told = end
        if told is None:
            told = (await self._consumer.end_offsets([partition]))[partition]
        await self._consumer.seek_to_beginning(partition)
        heard = time.monotonic()
        while await self._consumer.position(partition) < told:
            fetched = await self._consumer.getmany(partition, timeout_ms=_POLL_MS)
            if records := fetched.get(partition):
                yield [record for record in records if end is None or record.offset < end]
                heard = time.monotonic()
            elif time.monotonic() - heard > _SILENCE_SECONDS:
                raise OutageError(f"Kafka stopped answering in the middle of {partition.topic}.")


def _letters(
    records: Iterable[ConsumerRecord], settled: Mapping[Position, How]
) -> Iterator[DeadLetter]:
    for record in records:
        message = Message.of(record)
        if not is_settlement(message):
            yield letter(message, _recorded(record.timestamp), settled)


def _recorded(milliseconds: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp((milliseconds or 0) / 1_000, UTC) if milliseconds else None
    except (ValueError, OverflowError, OSError):
        return None
