"""What a worker that stops leaves to the next one, on any broker."""

import asyncio

from kafka_bus import Bus, Service, answers, said
from suara.testing.broker import eventually


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
