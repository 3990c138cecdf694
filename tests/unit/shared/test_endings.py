"""What ends a worker, with one error that says why, and what does not."""

import asyncio
from typing import Any

import pytest
from aiokafka import TopicPartition

from kafka_bus import Bus, Deaf, Holding, Service, answers
from suara.errors import DeployError, OutageError, StalledError
from suara.testing.broker import eventually
from suara.testing.memory_broker import MemoryBroker

GROUP = "t.tests"
ONLY = TopicPartition("t.simulations", 0)


async def test_a_worker_that_fetches_nothing_although_there_is_work_ends(bus: Bus) -> None:
    service = Service.quick()
    async with bus.running(service, stalled_seconds=0.1, drain_seconds=0.1) as it:
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
    async with bus.running(service, stalled_seconds=0.05, drain_seconds=0.05) as it:
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


async def test_a_message_that_waits_out_an_outage_is_no_stall(bus: Bus) -> None:
    class Away(Service):
        async def handle(self, event: Any, context: Any) -> Any:
            if not self.open.is_set():
                raise OutageError("the database is away")
            return await super().handle(event, context)

    service = Away()
    async with bus.running(service, stalled_seconds=0.05, drain_seconds=0.05) as it:
        it.worker._liveness._handler_seconds = 0.05
        await bus.publish(answers(1, keys=1))
        await eventually(lambda: it.worker.trouble is not None)
        await asyncio.sleep(0.5)
        assert not it.task.done()
        service.open.set()
        await eventually(lambda: len(service.done) == 1)


async def test_a_handler_that_hangs_beyond_its_budget_is_a_stall_although_others_get_on(
    bus: Bus,
) -> None:
    service = Holding()
    async with bus.running(
        service, stalled_seconds=0.2, drain_seconds=0.1, handler_timeout_seconds=1_000
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


@pytest.mark.usefixtures("impatient")
async def test_a_handler_that_ignores_its_cancellation_ends_the_worker(bus: Bus) -> None:
    service = Deaf()
    await bus.publish(answers(1, keys=1))
    async with bus.running(service, drain_seconds=0.1) as it:
        await eventually(lambda: len(service.begun) == 1)
        with pytest.raises(StalledError, match="ignore their cancellation"):
            await it.end()
        service.open.set()


async def test_a_deploy_error_ends_the_worker_and_what_was_done_is_committed(
    broker: MemoryBroker, bus: Bus
) -> None:
    async with bus.running(Service.quick(), dead_letters_in_a_row=3) as it:
        for number in range(4):
            broker.append("t.simulations", bytes([number]), b"not JSON", [])
        with pytest.raises(DeployError, match="4 dead letters in a row"):
            await it.task
    assert broker.committed[GROUP, ONLY] == 4


async def test_a_dead_letter_topic_that_cannot_be_written_stops_commits_and_not_the_worker(
    broker: MemoryBroker, bus: Bus
) -> None:
    letters = TopicPartition("t.simulations.dlq", 0)
    missing = broker.logs.pop(letters)
    service = Service.quick()
    async with bus.running(service, stalled_seconds=0.1, drain_seconds=0.1) as it:
        await bus.publish(answers(2, keys=2))
        broker.append(ONLY.topic, b"x", b"not JSON", [])
        await bus.publish(answers(2, keys=2, of="later"))
        await eventually(lambda: len(service.done) == 4)
        await eventually(lambda: broker.committed.get((GROUP, ONLY)) == 2)
        await asyncio.sleep(0.6)  # two regular commits, and longer than a stall takes
        assert "cannot publish to t.simulations.dlq" in (it.worker.trouble or "")
        assert broker.committed[GROUP, ONLY] == 2
        assert not it.task.done()
        broker.logs[letters] = missing
        await eventually(lambda: broker.committed[GROUP, ONLY] == 5)
        assert len(missing) == 1
