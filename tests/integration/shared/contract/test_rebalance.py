"""Partitions change hands while the window is full, on any broker."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID, uuid4

from kafka_bus import Bus
from suara.events import Envelope, Event, SimulationResponded
from suara.kafka.routes import Context, Route
from suara.testing.broker import eventually
from suara.testing.samples import an_event

IN_FLIGHT = 64
DRAIN_SECONDS = 1.0


class Handling(NamedTuple):
    """One try of a message, from its beginning to its end, by a worker. Times are monotonic."""

    began: float
    ended: float
    worker: int


@dataclass
class Recorder:
    """Handles for 0.3 s, and some messages for longer than the drain deadline."""

    handlings: dict[UUID, list[Handling]]
    done: set[UUID]
    running: int = 0
    peak: int = 0

    async def handle(self, event: SimulationResponded, context: Context) -> Sequence[Event]:
        began = time.monotonic()
        self.running += 1
        self.peak = max(self.peak, self.running)
        try:
            await asyncio.sleep(2 * DRAIN_SECONDS if event.answer == "long" else 0.3)
            self.done.add(context.event_id)
        finally:
            self.running -= 1
            handling = Handling(began, time.monotonic(), id(self))
            self.handlings[context.event_id].append(handling)
        return []

    @property
    def routes(self) -> list[Route]:
        return [Route(SimulationResponded, self.handle)]


@asynccontextmanager
async def fed(bus: Bus, done: set[UUID]) -> AsyncIterator[set[UUID]]:
    """So many messages are always left that two workers are full. Yields the published ones."""
    published: set[UUID] = set()

    async def feed() -> None:
        async with bus.publishing() as publisher:
            while True:
                if len(published) - len(done) < 6 * IN_FLIGHT:
                    messages = [_answer("long" if n % 16 == 0 else "short") for n in range(64)]
                    await publisher.publish(messages)
                    published.update(message.id for message in messages)
                await asyncio.sleep(0.05)

    feeding = asyncio.create_task(feed())
    try:
        yield published
    finally:
        feeding.cancel()
        await asyncio.wait({feeding})


def _answer(text: str) -> Envelope:
    return Envelope.first(
        an_event(SimulationResponded, answer=text, persona_id=uuid4()), "/suara/tests"
    )


async def test_no_message_is_in_two_hands_at_once_and_none_is_lost_when_partitions_move(
    bus: Bus,
) -> None:
    handlings: dict[UUID, list[Handling]] = defaultdict(list)
    done: set[UUID] = set()
    staying, passing = Recorder(handlings, done), Recorder(handlings, done)
    settings = {"concurrency": IN_FLIGHT, "drain_seconds": DRAIN_SECONDS}

    async with bus.working(staying, **settings):
        async with fed(bus, done) as published:
            await eventually(lambda: staying.running == IN_FLIGHT)
            async with bus.working(passing, **settings):
                await eventually(lambda: passing.running == IN_FLIGHT)
        await eventually(lambda: done == published)

    assert staying.peak == passing.peak == IN_FLIGHT
    for tries in handlings.values():
        for one, another in pairwise(sorted(tries)):
            assert one.ended <= another.began
    # Those that a drain deadline broke off were begun again elsewhere.
    assert any(len({each.worker for each in tries}) == 2 for tries in handlings.values())
