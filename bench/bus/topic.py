"""A topic of its own for each measurement, full of real events."""

from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from suara.events import Envelope, PersonaCast
from suara.kafka.codec import Headers, encode
from suara.testing.samples import a_cast, an_event, an_id


async def create(bootstrap: str, prefix: str, partitions: int) -> str:
    """A fresh topic of persona events; returns its name."""
    name = f"{prefix}.{PersonaCast.topic}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1), NewTopic(f"{name}.dlq", 1, 1)])
    finally:
        await admin.close()
    await _led(bootstrap, [TopicPartition(name, number) for number in range(partitions)])
    return name


async def _led(bootstrap: str, partitions: list[TopicPartition]) -> None:
    """Wait until a leader answers for each. Kafka names leaders before they know that they lead."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        await consumer.end_offsets(partitions)
    finally:
        await consumer.stop()


async def fill(bootstrap: str, topic: str, messages: int) -> None:
    """As many PersonaCast, each of another persona, and so of another key."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, linger_ms=20)
    await producer.start()
    try:
        for number in range(messages):
            key, value, headers = message(number)
            last = await producer.send(topic, key=key, value=value, headers=headers)
        await producer.flush()
        await last
    finally:
        await producer.stop()


def message(number: int) -> tuple[bytes, bytes, Headers]:
    persona = UUID(int=an_id("bench").int + number)
    event = an_event(PersonaCast, persona_id=persona, cast=a_cast(slot=number % 10, seed=number))
    return encode(Envelope.first(event, "/suara/bench"))
