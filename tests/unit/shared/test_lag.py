"""A worker's lag is what it has not settled, of the partitions it holds, and of no others."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kafka_bus import Bus, Service, answers, in_memory
from suara.events import Event, SimulationResponded
from suara.kafka.routes import Context
from suara.kafka.worker import Worker
from suara.telemetry.bus import CONSUMER_LAG, IN_FLIGHT, IN_FLIGHT_LIMIT, WAITING_FOR_SERVER
from suara.testing.broker import eventually
from suara.testing.memory_broker import MemoryBroker

TOPIC = "t.simulations"


@pytest.fixture(autouse=True)
def no_earlier_worker() -> None:
    """One that ended leaves its last lag behind: a process has only one."""
    CONSUMER_LAG.clear()


def lag() -> dict[int, int]:
    """By partition."""
    [family] = CONSUMER_LAG.collect()
    return {
        int(sample.labels["partition"]): int(sample.value)
        for sample in family.samples
        if sample.labels["topic"] == TOPIC
    }


async def lag_becomes(worker: Worker, wanted: int) -> None:
    async with asyncio.timeout(10):
        while True:
            await worker.refresh_gauges()
            if sum(lag().values()) == wanted:
                return
            await asyncio.sleep(0.01)


class Choosy(Service):
    """Handles all messages but `held` ones, which wait for ever."""

    def __init__(self, held: set[int]) -> None:
        super().__init__()
        self.open.set()
        self.held = {f"answer {number}" for number in held}

    async def handle(self, event: SimulationResponded, context: Context) -> Sequence[Event]:
        if event.answer in self.held:
            await asyncio.Event().wait()
        return await super().handle(event, context)


@settings(max_examples=15)
@given(count=st.integers(0, 30), keys=st.integers(1, 5), data=st.data())
def test_lag_is_the_number_of_messages_not_settled_in_whatever_order_the_others_were(
    count: int, keys: int, data: st.DataObject
) -> None:
    held = data.draw(st.sets(st.integers(0, max(0, count - 1)), max_size=4))
    stuck = {n % keys: min(h for h in held if h % keys == n % keys) for n in held}
    unsettled = sum(number >= stuck.get(number % keys, count) for number in range(count))

    async def story() -> None:
        bus, service = in_memory(MemoryBroker(partitions=3)), Choosy(held)
        await bus.publish(answers(count, keys))
        async with bus.running(service, concurrency=50, drain_seconds=0.02) as it:
            await eventually(lambda: len(service.done) == count - unsettled)
            await lag_becomes(it.worker, unsettled)

    asyncio.run(story())


async def test_what_is_not_fetched_yet_is_part_of_the_lag_and_it_ends_at_0(bus: Bus) -> None:
    service = Service()
    await bus.publish(answers(50, keys=50))
    async with bus.running(service, concurrency=3) as it:
        await eventually(lambda: len(service.running) == 3)
        await lag_becomes(it.worker, 50)
        assert (IN_FLIGHT._value.get(), IN_FLIGHT_LIMIT._value.get()) == (3, 3)
        service.open.set()
        await lag_becomes(it.worker, 0)
        assert IN_FLIGHT._value.get() == 0


async def test_a_restarted_worker_that_has_taken_nothing_counts_from_what_is_committed(
    bus: Bus, broker: MemoryBroker
) -> None:
    await bus.publish(answers(4, keys=4))
    async with bus.running(Service.quick()) as it:
        await lag_becomes(it.worker, 0)
    async with bus.running(Service.quick()) as it:
        await it.worker.refresh_gauges()
        assert lag() == {0: 0}


async def test_a_partition_that_is_no_longer_held_leaves_the_gauge() -> None:
    bus = in_memory(MemoryBroker(partitions=4))
    async with bus.running(Service.quick()) as first:
        await first.worker.refresh_gauges()
        assert set(lag()) == {0, 1, 2, 3}
        async with bus.running(Service.quick()):
            await eventually(lambda: len(first.worker._assignment.partitions) == 2)
            await first.worker.refresh_gauges()
            held = {at.partition for at in first.worker._assignment.partitions}
            assert set(lag()) == held
        first.stopping.set()
        await first.task
        await first.worker.refresh_gauges()
        assert not lag()


async def test_while_the_broker_is_away_the_last_lag_stands_and_the_wait_shows(
    bus: Bus, broker: MemoryBroker
) -> None:
    service = Service()
    await bus.publish(answers(5, keys=5))
    async with bus.running(service) as it:
        await lag_becomes(it.worker, 5)
        broker.away = True
        it.worker._condition.waits(self := object(), "the broker is away")
        with pytest.raises(Exception, match="away"):
            await it.worker.refresh_gauges()
        assert sum(lag().values()) == 5
        assert WAITING_FOR_SERVER._value.get() == 1
        broker.away = False
        it.worker._condition.goes_on(self)
        service.open.set()
        await lag_becomes(it.worker, 0)
        assert WAITING_FOR_SERVER._value.get() == 0
