"""Making topics, on a real broker."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient

from suara import topics
from suara.kafka.admin import ensure_topics
from suara.settings import KafkaSettings


async def test_topics_are_made_once_by_whoever_comes_first(set_environment: None) -> None:
    settings = KafkaSettings()

    await asyncio.gather(ensure_topics(settings), ensure_topics(settings))
    assert await ensure_topics(settings) == []

    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        described = await admin.describe_topics(topics.all_names(settings.topic_prefix))
    finally:
        await admin.close()
    partitions = {topic["topic"]: len(topic["partitions"]) for topic in described}
    assert partitions == {
        name: 1 if name.endswith(".dlq") else 2 for name in topics.all_names(settings.topic_prefix)
    }
