"""Epochs: what was begun in one commits nothing in the next."""

import asyncio

from aiokafka import TopicPartition
from aiokafka.errors import CorruptRecordException, GroupCoordinatorNotAvailableError

from kafka_bus import Bus, Holding, Service, answers, in_memory, said
from suara.testing.broker import eventually
from suara.testing.memory_broker import MemoryBroker

GROUP = "t.tests"
ONLY = TopicPartition("t.simulations", 0)


async def test_a_commit_of_an_epoch_that_ended_is_not_repeated_in_the_next(
    broker: MemoryBroker, bus: Bus
) -> None:
    first, second = Service.quick(), Service.quick()
    broker.commit_errors = [GroupCoordinatorNotAvailableError() for _ in range(100_000)]
    await bus.publish(answers(2, keys=2))
    async with bus.running(first) as it:
        await eventually(lambda: it.worker._assignment._commits._under_way is not None)
        stale = it.worker._assignment._commits._under_way
        revoked = asyncio.create_task(it.worker._assignment.on_partitions_revoked(set()))
        await eventually(stale.expired, seconds=3)
        broker.commit_errors.clear()
        await revoked
        async with bus.running(second):
            await eventually(lambda: {*first.done, *second.done} == said(answers(2, keys=2)))


async def test_the_watermark_of_a_lost_log_is_not_committed_to_the_new_one(
    broker: MemoryBroker, bus: Bus
) -> None:
    service = Holding()
    await bus.publish(answers(5, keys=5))
    async with bus.running(service):
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
    async with bus.running(service):
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

    async with bus.running(service, concurrency=100):  # one poll meets all partitions
        await eventually(lambda: set(service.done) == said([*before, *after]))
        letters = broker.logs[TopicPartition("t.simulations.dlq", 0)]
        await eventually(lambda: len(letters) == 3, 10)

    reasons = {dict(record.headers)["dlq_reason"] for record in letters}
    assert all(reason.startswith(b"cannot be read: CorruptRecord") for reason in reasons)


async def test_a_rebalance_amid_the_search_for_an_unreadable_record_ends_no_worker() -> None:
    broker = MemoryBroker(partitions=2)
    bus, first, second = in_memory(broker), Service.quick(), Service.quick()
    async with bus.running(first) as it:
        consumer, searching, rebalanced = it.worker._consumer, asyncio.Event(), asyncio.Event()
        committed = consumer.committed

        async def late(at: TopicPartition) -> int | None:
            searching.set()
            await rebalanced.wait()
            return await committed(at)

        consumer.committed = late
        for key in b"abcdefgh":
            broker.append("t.simulations", bytes([key]), b"", [], CorruptRecordException("CRC"))
        await searching.wait()
        async with bus.running(second):
            rebalanced.set()
            messages = answers(10, keys=10)
            await bus.publish(messages)
            await eventually(lambda: {*first.done, *second.done} == said(messages))
            assert not it.task.done()
