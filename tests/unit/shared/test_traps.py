"""The traps of aiokafka in which a plain loop loses, doubles or hangs."""

import asyncio
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import GroupCoordinatorNotAvailableError, UnknownMemberIdError

from kafka_bus import Bus, Deaf, Service, answers, in_memory, said
from suara.errors import StalledError
from suara.kafka.client import AIOKAFKA
from suara.kafka.lifecycle import disconnect
from suara.kafka.publisher import Publisher
from suara.kafka.worker import Worker
from suara.settings import KafkaSettings, RuntimeSettings
from suara.testing.broker import eventually
from suara.testing.memory_broker import MemoryBroker

GROUP = "t.tests"
ONLY = TopicPartition("t.simulations", 0)


pytestmark = pytest.mark.usefixtures("impatient")


async def test_what_was_delivered_is_not_committed_before_it_is_done(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Service()
    await bus.publish(answers(4, keys=4))
    async with bus.running(service):
        await eventually(lambda: len(service.begun) == 4)
        await asyncio.sleep(0.6)  # two regular commits
        assert (GROUP, ONLY) not in broker.committed or broker.committed[GROUP, ONLY] == 0
        service.open.set()
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 4)


async def test_a_rebalance_ends_while_a_worker_waits_in_a_poll(bus: Bus) -> None:
    first, second = Service.quick(), Service.quick()
    async with bus.running(first), bus.running(second):
        await bus.publish(answers(3, keys=3))
        await eventually(lambda: len(first.done) + len(second.done) == 3)


async def test_a_full_window_keeps_polling_with_its_partitions_paused(bus: Bus) -> None:
    service = Service()
    await bus.publish(answers(20, keys=20))
    async with bus.running(service, concurrency=2) as it:
        polls: list[set[TopicPartition]] = []
        consumer = it.worker._consumer
        getmany = consumer.getmany

        async def counted(*args: Any, **options: Any) -> Any:
            polls.append(consumer.paused())
            return await getmany(*args, **options)

        consumer.getmany = counted
        await eventually(lambda: {ONLY} in polls)
        service.open.set()
        await eventually(lambda: len(service.done) == 20)


async def test_the_broker_waits_for_longer_than_a_drain_and_its_commit() -> None:
    consumer = AIOKAFKA.consumer(KafkaSettings(bootstrap="127.0.0.1:9"), "tests", 30.0)
    runtime = RuntimeSettings(drain_seconds=20)
    given: list[float] = []
    broker = MemoryBroker()
    bus = in_memory(broker)
    clients = broker.clients

    def remembered(settings: KafkaSettings, group: str, seconds: float) -> Any:
        given.append(seconds)
        return clients.consumer(settings, group, seconds)

    watched = type(clients)(remembered, clients.producer)
    Worker("tests", [], Publisher(bus.kafka, "tests", clients), bus.kafka, runtime, watched)

    assert given[0] >= 20 + 2 + 5
    assert consumer._rebalance_timeout_ms == 30_000
    await consumer.stop()


async def test_the_clients_are_told_what_their_defaults_get_wrong() -> None:
    settings = KafkaSettings(bootstrap="127.0.0.1:9")
    consumer, producer = AIOKAFKA.consumer(settings, "tests", 30), AIOKAFKA.producer(settings, "x")
    assert consumer._auto_offset_reset == "earliest"
    assert consumer._enable_auto_commit is False
    assert producer._sender._acks == -1
    assert producer._txn_manager is not None, "idempotent"
    await consumer.stop()
    await producer.stop()


async def test_a_commit_that_the_broker_refuses_is_made_up_for_and_ends_no_worker_badly(
    broker: MemoryBroker, bus: Bus
) -> None:
    async with bus.running(Service.quick()) as it:
        broker.commit_errors = [UnknownMemberIdError()]
        await bus.publish(answers(2, keys=2))
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 2)
        broker.commit_errors = [UnknownMemberIdError() for _ in range(1_000)]
        await bus.publish(answers(2, keys=2, of="later"))
        await eventually(lambda: it.worker.trouble is not None)
        await it.end()


async def test_what_must_end_a_worker_ends_it_although_a_rebalance_only_logs_errors(
    bus: Bus,
) -> None:
    first = Deaf()
    await bus.publish(answers(1, keys=1))
    async with bus.running(first, drain_seconds=0.1) as it:
        await eventually(lambda: len(first.begun) == 1)
        async with bus.running(Service.quick()):
            try:
                with pytest.raises(StalledError, match="ignore their cancellation"):
                    await asyncio.wait_for(asyncio.shield(it.task), 10)
            finally:
                first.open.set()


async def test_a_worker_that_stops_commits_what_it_did(broker: MemoryBroker, bus: Bus) -> None:
    service = Service()
    await bus.publish(answers(3, keys=3))
    async with bus.running(service) as it:
        await eventually(lambda: len(service.begun) == 3)
        asyncio.get_running_loop().call_later(0.05, service.open.set)
        await it.end()
    assert broker.committed[GROUP, ONLY] == 3


async def test_a_full_window_forgets_its_pauses_in_a_rebalance_as_its_client_does() -> None:
    bus, first, second = in_memory(MemoryBroker(partitions=4)), Service(), Service.quick()
    messages = answers(30, keys=30)
    await bus.publish(messages)
    async with bus.running(first, concurrency=1) as it:
        await eventually(lambda: len(it.worker._consumer.paused()) == 4)
        async with bus.running(second):  # takes two of the four
            first.open.set()
            await eventually(lambda: {*first.done, *second.done} == said(messages))
            assert not it.task.done()


async def test_what_a_poll_brings_from_partitions_no_longer_paused_is_not_lost(bus: Bus) -> None:
    first, second = Service(), Service.quick()
    messages = answers(30, keys=30)
    await bus.publish(messages)
    # The first polls with its window full, and its poll ends after the rebalance.
    async with bus.running(first, concurrency=1, drain_seconds=0.6) as it:
        await eventually(lambda: bool(it.worker._consumer.paused()))
        async with bus.running(second):
            first.open.set()
        await eventually(lambda: {*first.done, *second.done} == said(messages))


async def test_a_coordinator_that_is_away_holds_fetching_but_neither_loses_nor_hangs(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Service.quick()
    broker.commit_errors = [GroupCoordinatorNotAvailableError() for _ in range(100_000)]
    async with bus.running(service) as it:
        await bus.publish(answers(2, keys=2))
        await eventually(lambda: it.worker.trouble is not None)
        assert "offsets cannot be committed" in it.worker.trouble
        await eventually(lambda: ONLY in it.worker._consumer.paused())
        await bus.publish(answers(2, keys=2, of="later"))
        await asyncio.sleep(0.3)
        assert len(service.done) == 2
        broker.commit_errors.clear()
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 4)
        await eventually(lambda: it.worker.trouble is None)
        broker.commit_errors = [GroupCoordinatorNotAvailableError() for _ in range(100_000)]
        await bus.publish(answers(2, keys=2, of="last"))
        await eventually(lambda: len(service.done) == 6)
        await it.end()


async def test_a_client_whose_stop_hangs_or_is_cancelled_from_within_holds_up_nobody() -> None:
    class Hangs:
        async def start(self) -> None: ...

        async def stop(self) -> None:
            await asyncio.Event().wait()

    class IsCancelled(Hangs):
        async def stop(self) -> None:
            raise asyncio.CancelledError

    await disconnect(Hangs(), 0.01)
    await disconnect(IsCancelled(), 10)
