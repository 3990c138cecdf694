"""Workers on a real broker, and what lies in its topics."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from suara import topics
from suara.kafka.client import AIOKAFKA, Clients
from suara.kafka.publisher import Publisher
from suara.kafka.routes import Route
from suara.kafka.worker import Worker
from suara.settings import KafkaSettings, RuntimeSettings


@asynccontextmanager
async def publishing(kafka: KafkaSettings, clients: Clients = AIOKAFKA) -> AsyncIterator[Publisher]:
    """A connected publisher."""
    publisher = Publisher(kafka, "tests", clients)
    await publisher.start()
    try:
        yield publisher
    finally:
        await publisher.stop()


@asynccontextmanager
async def working(
    kafka: KafkaSettings, routes: Sequence[Route], clients: Clients = AIOKAFKA, **runtime: Any
) -> AsyncIterator[asyncio.Event]:
    """A worker of group `tests` that has joined. Drained and stopped at the end.

    runtime: see RuntimeSettings. Yields the event that stops it earlier.
    """
    stopping = asyncio.Event()
    async with publishing(kafka, clients) as publisher:
        worker = Worker("tests", routes, publisher, kafka, RuntimeSettings(**runtime), clients)
        try:
            await worker.start()
            running = asyncio.create_task(worker.run(stopping))
            try:
                yield stopping
            finally:
                stopping.set()
                await running
        finally:
            await worker.stop()


async def read(kafka: KafkaSettings, topic: str) -> list[ConsumerRecord]:
    """All that lies in a topic, such as `groups` or `groups.dlq`, in order of partitions."""
    consumer = AIOKafkaConsumer(
        topics.full_name(topic, kafka.topic_prefix),
        bootstrap_servers=kafka.bootstrap,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=kafka.fetch_max_wait_ms,
    )
    await consumer.start()  # without a group it gets all partitions at once
    try:
        partitions = sorted(consumer.assignment())
        ends = await consumer.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                fetched = await consumer.getmany(partition, timeout_ms=200)
                found += fetched.get(partition, [])
        return found
    finally:
        await consumer.stop()


async def eventually(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so. Raises TimeoutError if it never is."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what it waits for may be in another process
            await asyncio.sleep(0.02)
