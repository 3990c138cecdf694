"""Creating the topics. Never left to auto-creation: partitions cannot be taken back."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from suara import topics
from suara.settings import KafkaSettings


async def ensure_topics(settings: KafkaSettings) -> list[str]:
    """Create what is missing and return the names created. Safe to repeat and to race.

    Raises:
        KafkaError: the broker is away, or refuses a topic.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [name for name in topics.all_names(settings.topic_prefix) if name not in existing]
        if not missing:
            return []
        response = await admin.create_topics([_topic(name, settings) for name in missing])
        for name, code, *_ in response.topic_errors:
            if code and for_code(code) is not TopicAlreadyExistsError:
                raise for_code(code)(f"cannot create topic {name}")
        return missing
    finally:
        await admin.close()


def _topic(name: str, settings: KafkaSettings) -> NewTopic:
    dead_letter = name.endswith(topics.DEAD_LETTER_SUFFIX)
    return NewTopic(
        name=name,
        num_partitions=1 if dead_letter else settings.partitions,
        replication_factor=settings.replication,
        # Until somebody has purged them, however long that takes.
        topic_configs={"retention.ms": "-1"} if dead_letter else {},
    )
