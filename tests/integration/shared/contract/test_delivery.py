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
