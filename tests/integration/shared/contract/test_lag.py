"""Lag is as large on a real broker as it is in memory."""

import asyncio

from kafka_bus import Bus, Service, answers
from suara.kafka.worker import Worker
from suara.telemetry.bus import CONSUMER_LAG
from suara.testing.broker import eventually


async def lag_becomes(bus: Bus, worker: Worker, wanted: int) -> None:
    topic = f"{bus.kafka.topic_prefix}.simulations"
    async with asyncio.timeout(30):
        while True:
            await worker.refresh_gauges()
            [family] = CONSUMER_LAG.collect()
            if sum(one.value for one in family.samples if one.labels["topic"] == topic) == wanted:
                return
            await asyncio.sleep(0.05)


async def test_lag_counts_what_is_not_settled_and_is_0_when_all_is_done(bus: Bus) -> None:
    CONSUMER_LAG.clear()
    service = Service()
    await bus.publish(answers(40, keys=40))
    async with bus.running(service, concurrency=4) as it:
        await eventually(lambda: len(service.running) == 4)
        await lag_becomes(bus, it.worker, 40)
        for later in answers(5, keys=5, of="later"):  # not fetched: the window is full
            await bus.publish([later])
        await lag_becomes(bus, it.worker, 45)
        service.open.set()
        await lag_becomes(bus, it.worker, 0)
        it.stopping.set()
        await it.task
        await it.worker.refresh_gauges()
        assert not CONSUMER_LAG.collect()[0].samples
