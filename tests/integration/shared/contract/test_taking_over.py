"""Workers that come and go, gracefully or not, on any broker."""

from kafka_bus import Bus, Service, answers, said
from suara.testing.broker import eventually


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
