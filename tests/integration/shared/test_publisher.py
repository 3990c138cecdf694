"""Topics and publishing, on a real broker."""

import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from suara import topics
from suara.errors import PermanentError
from suara.events import Envelope, SimulationResponded
from suara.kafka.admin import ensure_topics
from suara.kafka.codec import decode
from suara.settings import KafkaSettings
from suara.testing.broker import publishing, read
from suara.testing.samples import an_event


def response(answer: str) -> Envelope:
    return Envelope.first(an_event(SimulationResponded, answer=answer), "/suara/tests")


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


async def test_events_of_a_key_lie_in_the_order_they_were_published(kafka: KafkaSettings) -> None:
    sent = [response(str(number)) for number in range(50)]
    async with publishing(kafka) as publisher:
        await publisher.publish(sent)
    found = await read(kafka, "simulations")
    assert [decode(m.value, list(m.headers)) for m in found] == sent


async def test_an_event_too_large_for_the_broker_is_refused_for_good(kafka: KafkaSettings) -> None:
    async with publishing(kafka) as publisher:
        with pytest.raises(PermanentError, match="too large"):
            await publisher.publish([response("short"), response("x" * 1_000_000)])
        with pytest.raises(PermanentError, match="too large"):
            await publisher.send(f"{kafka.topic_prefix}.groups.dlq", b"", b"x" * 2_000_000, [])
    assert await read(kafka, "simulations") == []


async def test_a_dead_letter_without_key_and_value_can_be_written(kafka: KafkaSettings) -> None:
    async with publishing(kafka) as publisher:
        topic = f"{kafka.topic_prefix}.groups.dlq"
        await publisher.send(topic, None, None, [("dlq_reason", b"empty"), ("other", None)])
    [letter] = await read(kafka, "groups.dlq")
    assert (letter.key, letter.value) == (None, b"")
    assert list(letter.headers) == [("dlq_reason", b"empty"), ("other", None)]
