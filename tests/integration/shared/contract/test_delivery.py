"""What a worker promises of every message, on any broker."""

import asyncio

from kafka_bus import Bus, Service, answers, said
from suara.testing.broker import eventually


async def test_a_flood_is_handled_once_in_order_per_key_and_never_too_much_at_a_time(
    bus: Bus,
) -> None:
    flood, service = answers(500, keys=40), Service.quick()
    await bus.publish(flood)

    async with bus.working(service, concurrency=8):
        await eventually(lambda: len(service.done) >= 500)

    assert 1 < service.peak <= 8
    in_order = [(each.data.persona_id, each.data.answer) for each in flood]
    for key in {key for key, _ in in_order}:
        assert [m for m in service.done if m[0] == key] == [m for m in in_order if m[0] == key]


async def test_a_full_window_holds_back_the_rest_until_there_is_room(bus: Bus) -> None:
    messages, service = answers(60, keys=60), Service()
    await bus.publish(messages)

    async with bus.working(service, concurrency=4):
        await eventually(lambda: len(service.begun) == 4)
        await asyncio.sleep(2.5)  # long enough to poll with its partitions paused
        assert len(service.begun) == 4
        service.open.set()
        await eventually(lambda: len(service.done) == 60)

    assert set(service.done) == said(messages)


async def test_stopping_finishes_what_has_begun_and_the_next_worker_does_the_rest(
    bus: Bus,
) -> None:
    messages, later = answers(40, keys=40), answers(5, keys=5, of="later")
    first, second = Service(), Service.quick()
    await bus.publish(messages)

    async with bus.working(first, concurrency=6) as stopping:
        await eventually(lambda: len(first.begun) == 6)
        stopping.set()
        asyncio.get_running_loop().call_later(0.3, first.open.set)
    await bus.publish(later)
    async with bus.working(second):
        everything = said([*messages, *later])
        await eventually(lambda: {*first.done, *second.done} == everything)

    assert first.done == first.begun
    # What was finished above a message that had not begun is not committed, and comes again.
    assert len(second.done) >= 39


async def test_a_handler_that_outlives_the_drain_deadline_is_cancelled_and_redelivered(
    bus: Bus,
) -> None:
    messages = answers(3, keys=3)
    hanging, second = Service(), Service.quick()
    await bus.publish(messages)

    async with bus.working(hanging, drain_seconds=0.4) as stopping:
        await eventually(lambda: len(hanging.begun) == 3)
        stopping.set()

    assert not hanging.running
    assert not hanging.done
    async with bus.working(second):
        await eventually(lambda: set(second.done) == said(messages))


async def test_nothing_is_lost_when_a_worker_is_killed_in_its_work(bus: Bus) -> None:
    messages = answers(200, keys=50)
    killed, heir = Service.quick(), Service.quick()
    await bus.publish(messages)

    async with bus.killed(killed, concurrency=8):
        await eventually(lambda: len(killed.done) >= 60)
    async with bus.working(heir):
        await eventually(lambda: {*killed.done, *heir.done} == said(messages))

    async with bus.working(Service.quick()) as stopping:
        stopping.set()
    assert said(messages) - set(killed.done) <= set(heir.done)


async def test_two_workers_share_the_work_and_one_takes_over(bus: Bus) -> None:
    shared, rest = answers(60, keys=30, of="shared"), answers(60, keys=30, of="rest")
    staying, leaving = Service.quick(), Service.quick()

    async with bus.working(staying):
        async with bus.working(leaving):
            await bus.publish(shared)
            await eventually(lambda: len(staying.done) + len(leaving.done) == 60)
            leaving.open.clear()
            await bus.publish(rest[:30])
            await eventually(lambda: len(leaving.begun) > len(leaving.done))
            leaving.open.set()
        await bus.publish(rest[30:])
        everything = said([*shared, *rest])
        await eventually(lambda: {*staying.done, *leaving.done} == everything)

    assert {message for message in leaving.done if "shared" in message[1]}
    assert {message for message in staying.done if "shared" in message[1]}
