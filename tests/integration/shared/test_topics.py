"""Making topics, on a real broker."""

import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from suara import topics
from suara.errors import PermanentError
from suara.kafka.admin import TopicsCheck, ensure_topics
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


async def test_a_topic_with_too_few_partitions_is_named(kafka: KafkaSettings) -> None:
    wider = kafka.model_copy(update={"partitions": 3})
    told = f"topic {kafka.topic_prefix}.groups has too few partitions: 2, .* is 3"

    with pytest.raises(PermanentError, match=told):
        await TopicsCheck(wider)()
    with pytest.raises(PermanentError, match=told):
        await ensure_topics(wider)
    await TopicsCheck(kafka)()


async def test_a_topic_that_is_missing_is_named(set_environment: None) -> None:
    with pytest.raises(PermanentError, match=r"\.groups does not exist: run `python -m suara"):
        await TopicsCheck(KafkaSettings())()
