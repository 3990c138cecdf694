"""Where a plain aiokafka loop loses, doubles or hangs, on a broker that misbehaves on demand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import (
    CorruptRecordException,
    GroupCoordinatorNotAvailableError,
    UnknownMemberIdError,
)

from kafka_bus import Bus, Service, answers, in_memory, said
from suara.errors import DeployError, StalledError
from suara.kafka.client import AIOKAFKA
from suara.kafka.lifecycle import disconnect
from suara.kafka.publisher import Publisher
from suara.kafka.worker import Worker
from suara.settings import KafkaSettings, RuntimeSettings
from suara.testing.broker import eventually
from suara.testing.memory_broker import MemoryBroker

GROUP = "t.tests"
ONLY = TopicPartition("t.simulations", 0)


@dataclass
class Running:
    worker: Worker
    task: asyncio.Task[None]
    stopping: asyncio.Event

    async def end(self) -> None:
        """Raises what the worker ended with."""
        self.stopping.set()
        await self.task


@asynccontextmanager
async def running(bus: Bus, service: Service, **runtime: Any) -> AsyncIterator[Running]:
    settings = RuntimeSettings(**({"drain_seconds": 1} | runtime))
    publisher = Publisher(bus.kafka, "tests", bus.clients)
    worker = Worker("tests", service.routes, publisher, bus.kafka, settings, bus.clients)
    await worker.start()
    stopping = asyncio.Event()
    task = asyncio.create_task(worker.run(stopping))
    try:
        yield Running(worker, task, stopping)
    finally:
        stopping.set()
        await asyncio.wait({task})
        await worker.stop()


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker(partitions=1)


@pytest.fixture
def bus(broker: MemoryBroker) -> Bus:
    return in_memory(broker)


class Holding(Service):
    """Quick, but for the message `answer 1`, which waits for `gate`."""

    def __init__(self) -> None:
        super().__init__()
        self.open.set()
        self.gate = asyncio.Event()

    async def handle(self, event: Any, context: Any) -> Any:
        if event.answer == "answer 1":
            await self.gate.wait()
        return await super().handle(event, context)


async def test_what_was_delivered_is_not_committed_before_it_is_done(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Service()
    await bus.publish(answers(4, keys=4))
    async with running(bus, service):
        await eventually(lambda: len(service.begun) == 4)
        await asyncio.sleep(0.6)  # two regular commits
        assert (GROUP, ONLY) not in broker.committed or broker.committed[GROUP, ONLY] == 0
        service.open.set()
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 4)


async def test_a_rebalance_ends_while_a_worker_waits_in_a_poll(bus: Bus) -> None:
    first, second = Service.quick(), Service.quick()
    async with running(bus, first), running(bus, second):
        await bus.publish(answers(3, keys=3))
        await eventually(lambda: len(first.done) + len(second.done) == 3)


async def test_a_full_window_keeps_polling_with_its_partitions_paused(bus: Bus) -> None:
    service = Service()
    await bus.publish(answers(20, keys=20))
    async with running(bus, service, concurrency=2) as it:
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
    await consumer.stop()
    await producer.stop()


async def test_a_commit_that_fails_in_a_rebalance_does_not_break_the_rebalance(
    broker: MemoryBroker, bus: Bus
) -> None:
    first, second = Service(), Service.quick()
    await bus.publish(answers(2, keys=2))
    async with running(bus, first):
        await eventually(lambda: len(first.begun) == 2)
        broker.commit_errors = [UnknownMemberIdError()]
        asyncio.get_running_loop().call_later(0.05, first.open.set)
        async with running(bus, second):
            await bus.publish(answers(4, keys=4, of="later"))
            await eventually(lambda: len({*first.done, *second.done}) == 6)


async def test_a_worker_that_stops_commits_what_it_did(broker: MemoryBroker, bus: Bus) -> None:
    service = Service()
    await bus.publish(answers(3, keys=3))
    async with running(bus, service) as it:
        await eventually(lambda: len(service.begun) == 3)
        asyncio.get_running_loop().call_later(0.05, service.open.set)
        await it.end()
    assert broker.committed[GROUP, ONLY] == 3


async def test_a_paused_partition_goes_on_after_a_rebalance(bus: Bus) -> None:
    first, second = Service(), Service.quick()
    await bus.publish(answers(30, keys=30))
    async with running(bus, first, concurrency=1) as it:
        await eventually(lambda: bool(it.worker._consumer.paused()))
        async with running(bus, second):
            first.open.set()
        await eventually(lambda: len({*first.done, *second.done}) == 30)


async def test_a_coordinator_that_is_away_holds_fetching_but_neither_loses_nor_hangs(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Service.quick()
    broker.commit_errors = [GroupCoordinatorNotAvailableError() for _ in range(100_000)]
    async with running(bus, service) as it:
        await bus.publish(answers(2, keys=2))
        await eventually(lambda: it.worker.trouble is not None)
        assert "offsets cannot be committed" in it.worker.trouble
        await bus.publish(answers(2, keys=2, of="later"))
        await asyncio.sleep(0.3)
        broker.commit_errors.clear()
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 4)
        await eventually(lambda: it.worker.trouble is None)
        broker.commit_errors = [GroupCoordinatorNotAvailableError() for _ in range(100_000)]
        await bus.publish(answers(2, keys=2, of="last"))
        await eventually(lambda: len(service.done) == 6)
        await it.end()


async def test_a_commit_of_an_epoch_that_ended_is_not_repeated_in_the_next(
    broker: MemoryBroker, bus: Bus
) -> None:
    first, second = Service.quick(), Service.quick()
    broker.commit_errors = [GroupCoordinatorNotAvailableError() for _ in range(100_000)]
    await bus.publish(answers(2, keys=2))
    async with running(bus, first) as it:
        await eventually(lambda: it.worker._assignment._commits._under_way is not None)
        stale = it.worker._assignment._commits._under_way
        revoked = asyncio.create_task(it.worker._assignment.on_partitions_revoked(set()))
        await eventually(stale.expired, seconds=3)
        broker.commit_errors.clear()
        await revoked
        async with running(bus, second):
            await eventually(lambda: {*first.done, *second.done} == said(answers(2, keys=2)))


async def test_the_watermark_of_a_lost_log_is_not_committed_to_the_new_one(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Holding()
    await bus.publish(answers(5, keys=5))
    async with running(bus, service):
        await eventually(lambda: len(service.done) == 4)
        asyncio.get_running_loop().call_later(0.1, service.gate.set)
        broker.lose_log()
        again = answers(9, keys=9, of="again")
        await bus.publish(again)
        await eventually(lambda: said(again) <= set(service.done))


async def test_offsets_that_begin_anew_are_handled_and_committed(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Service.quick()
    await bus.publish(answers(5, keys=5))
    async with running(bus, service):
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 5)
        broker.logs[ONLY].clear()  # the topic was deleted and made again
        await bus.publish(answers(2, keys=2, of="again"))
        await eventually(lambda: broker.committed[GROUP, ONLY] == 2)
    assert len(service.done) == 7


async def test_a_record_that_cannot_be_read_loses_no_other_and_is_set_aside() -> None:
    broker = MemoryBroker(partitions=4)
    bus, service = in_memory(broker), Service.quick()
    before, after = answers(40, keys=20, of="before"), answers(40, keys=20, of="after")
    await bus.publish(before)
    for _ in range(3):  # in the partition that is polled last
        broker.append("t.simulations", b"a", b"", [], CorruptRecordException("CRC"))
    assert broker.logs[TopicPartition("t.simulations", 3)][-1].error
    await bus.publish(after)

    async with running(bus, service):
        await eventually(lambda: set(service.done) == said([*before, *after]))
        letters = broker.logs[TopicPartition("t.simulations.dlq", 0)]
        await eventually(lambda: len(letters) == 3, 10)

    reasons = {dict(record.headers)["dlq_reason"] for record in letters}
    assert all(reason.startswith(b"cannot be read: CorruptRecord") for reason in reasons)


async def test_a_worker_that_fetches_nothing_although_there_is_work_ends(bus: Bus) -> None:
    service = Service.quick()
    async with running(bus, service, stalled_seconds=0.1, drain_seconds=0.1) as it:
        consumer = it.worker._consumer

        async def nothing(*_: Any, **__: Any) -> dict[Any, Any]:
            await asyncio.sleep(0.01)
            return {}

        consumer.getmany = nothing
        await bus.publish(answers(1, keys=1))
        with pytest.raises(
            StalledError, match=r"t\.simulations/0 has messages that are not fetched"
        ):
            await it.task


async def test_neither_an_outage_nor_a_handler_in_its_budget_nor_idleness_is_a_stall(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Service()
    async with running(bus, service, stalled_seconds=0.05, drain_seconds=0.05) as it:
        await asyncio.sleep(0.5)
        await bus.publish(answers(1, keys=1))
        await eventually(lambda: len(service.begun) == 1)
        await asyncio.sleep(0.5)
        service.open.set()
        broker.away = True
        await eventually(lambda: "Kafka does not answer" in (it.worker.trouble or ""))
        await asyncio.sleep(0.5)
        assert not it.task.done()
        broker.away = False
        await eventually(lambda: it.worker.trouble is None)


async def test_a_handler_that_hangs_beyond_its_budget_is_a_stall_although_others_get_on(
    bus: Bus,
) -> None:
    service = Holding()
    async with running(
        bus, service, stalled_seconds=0.2, drain_seconds=0.1, handler_timeout_seconds=1_000
    ) as it:
        it.worker._liveness._handler_seconds = 0.1  # its time-out does not end it
        ending = asyncio.create_task(_publish_on(bus))
        with pytest.raises(StalledError, match="handled for longer than its time-outs"):
            await it.task
        ending.cancel()


async def _publish_on(bus: Bus) -> None:
    await bus.publish(answers(2, keys=2))
    for number in range(1_000):
        await asyncio.sleep(0.02)
        await bus.publish(answers(1, keys=1, of=f"more {number}"))


async def test_a_handler_that_ignores_its_cancellation_ends_the_worker(bus: Bus) -> None:
    class Deaf(Service):
        async def handle(self, event: Any, _: Any) -> Any:
            self.begun.append((event.persona_id, event.answer))
            while not self.open.is_set():
                try:
                    await self.open.wait()
                except asyncio.CancelledError:
                    continue
            return []

    service = Deaf()
    await bus.publish(answers(1, keys=1))
    async with running(bus, service, drain_seconds=0.1) as it:
        await eventually(lambda: len(service.begun) == 1)
        with pytest.raises(StalledError, match="ignore their cancellation"):
            await it.end()
        service.open.set()


async def test_a_deploy_error_ends_the_worker_and_what_was_done_is_committed(
    broker: MemoryBroker, bus: Bus
) -> None:
    async with running(bus, Service.quick(), dead_letters_in_a_row=3) as it:
        for number in range(4):
            broker.append("t.simulations", bytes([number]), b"not JSON", [])
        with pytest.raises(DeployError, match="4 dead letters in a row"):
            await it.task
    assert broker.committed[GROUP, ONLY] == 4


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
