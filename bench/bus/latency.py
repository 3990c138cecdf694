"""Publishing to the handler's start at a low rate: a worker and a bare loop, on the same events."""

import asyncio
import time

import numpy as np
from aiokafka import AIOKafkaProducer

from bus.processes import Consumer, consumer
from bus.topic import create, message
from report import Figures

PER_SECOND = 50
SECONDS = 30
WARM_UP_SECONDS = 3


def figures(bootstrap: str, prefix: str) -> Figures:
    """Both read at the same time, so that what disturbs one disturbs the other."""
    topic = asyncio.run(create(bootstrap, prefix, 24))
    with (
        consumer("service", "late", bootstrap, prefix, "latency") as suara,
        consumer("bare", "late", bootstrap, topic, "latency-bare", 0, 0) as bare,
    ):
        asyncio.run(_publish(bootstrap, topic, (suara, bare)))
        late = {"suara": _percentiles(suara), "bare": _percentiles(bare)}
    found = {
        f"{name}_latency_p{percent}_ms": value
        for name, values in late.items()
        for percent, value in values.items()
    }
    return found | {
        f"added_latency_p{percent}_ms": late["suara"][percent] - late["bare"][percent]
        for percent in (50, 99)
    }


async def _publish(bootstrap: str, topic: str, readers: tuple[Consumer, Consumer]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()
    try:
        # Until both have joined, then a warm-up, then what counts.
        number = 0
        while not all(reader.printed() for reader in readers):
            number = await _send(producer, topic, number)
        began = time.monotonic()
        for due in range(PER_SECOND * (WARM_UP_SECONDS + SECONDS)):
            await asyncio.sleep(began + due / PER_SECOND - time.monotonic())
            number = await _send(producer, topic, number)
        await asyncio.sleep(1)
    finally:
        await producer.stop()


async def _send(producer: AIOKafkaProducer, topic: str, number: int) -> int:
    key, value, headers = message(number)
    await producer.send_and_wait(topic, key=key, value=value, headers=headers)
    return number + 1


def _percentiles(reader: Consumer) -> dict[int, float]:
    counted = [milliseconds for [milliseconds] in reader.printed()[-PER_SECOND * SECONDS :]]
    return {percent: float(np.percentile(counted, percent)) for percent in (50, 99)}
