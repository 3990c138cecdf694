"""The consumer runtime on a real broker."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from suara.events import Envelope, Event, GroupDeleted, SimulationResponded
from suara.kafka.routes import Context, Route
from suara.settings import KafkaSettings
from suara.testing.broker import eventually, publishing, working
from suara.testing.samples import an_event, an_id


def deletion(name: str) -> Envelope:
    return Envelope.first(an_event(GroupDeleted, group_id=an_id(name)), "/suara/tests")


def deletions(count: int, of: str = "group") -> list[Envelope]:
    return [deletion(f"{of} {number}") for number in range(count)]


def groups(envelopes: Iterable[Envelope]) -> Counter[UUID]:
    return Counter(envelope.data.group_id for envelope in envelopes)


@dataclass
class Service:
    """Counts what it handled; `held` keeps handlers from ending."""

    held: asyncio.Event = field(default_factory=asyncio.Event)
    started: list[UUID] = field(default_factory=list)
    handled: Counter[UUID] = field(default_factory=Counter)

    async def handle(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        self.started.append(event.group_id)
        await self.held.wait()
        self.handled[event.group_id] += 1
        return []

    @property
    def routes(self) -> list[Route]:
        return [Route(GroupDeleted, self.handle)]


async def test_a_full_window_holds_back_the_rest_until_there_is_room(kafka: KafkaSettings) -> None:
    messages = deletions(30)
    service = Service()

    async with publishing(kafka) as publisher:
        await publisher.publish(messages)
    async with working(kafka, service.routes, concurrency=4):
        await eventually(lambda: len(service.started) == 4)
        await asyncio.sleep(2.5)  # long enough to poll with its partitions paused
        assert len(service.started) == 4
        service.held.set()
        await eventually(lambda: len(service.handled) == 30)

    assert service.handled == groups(messages)


async def test_stopping_finishes_what_has_begun_and_the_next_worker_does_the_rest(
    kafka: KafkaSettings,
) -> None:
    messages, later = deletions(20), deletions(5, "later")
    first, second = Service(), Service()
    second.held.set()

    async with publishing(kafka) as publisher:
        await publisher.publish(messages)
        async with working(kafka, first.routes, concurrency=6) as stopping:
            await eventually(lambda: len(first.started) == 6)
            stopping.set()
            asyncio.get_running_loop().call_later(0.3, first.held.set)
        await publisher.publish(later)
    async with working(kafka, second.routes):
        everything = groups([*messages, *later])
        await eventually(lambda: (first.handled + second.handled).keys() == everything.keys())

    assert first.handled == Counter(first.started)
    assert first.handled + second.handled == everything


async def test_a_flood_is_handled_once_in_order_and_never_too_much_at_a_time(
    kafka: KafkaSettings,
) -> None:
    keys, messages, concurrency = 40, 500, 8
    dice = random.Random(7)
    handled: dict[UUID, list[str]] = defaultdict(list)
    running: set[UUID] = set()
    peak = 0

    async def handle(event: SimulationResponded, _: Context) -> Sequence[Event]:
        nonlocal peak
        assert event.persona_id not in running, "two messages of one key at once"
        running.add(event.persona_id)
        peak = max(peak, len(running))
        await asyncio.sleep(dice.random() * 0.01)
        running.remove(event.persona_id)
        handled[event.persona_id].append(event.answer)
        return []

    flood = [
        Envelope.first(
            an_event(
                SimulationResponded, answer=str(number), persona_id=an_id(f"key {number % keys}")
            ),
            "/suara/tests",
        )
        for number in range(messages)
    ]
    async with publishing(kafka) as publisher:
        await publisher.publish(flood)
    async with working(kafka, [Route(SimulationResponded, handle)], concurrency=concurrency):
        await eventually(lambda: sum(map(len, handled.values())) >= messages)

    assert 1 < peak <= concurrency
    for key in range(keys):
        expected = [str(number) for number in range(key, messages, keys)]
        assert handled[an_id(f"key {key}")] == expected


async def test_a_handler_that_outlives_the_drain_deadline_is_cancelled_and_redelivered(
    kafka: KafkaSettings,
) -> None:
    waiting = deletions(12)
    first, second = Service(), Service()
    second.held.set()
    hanging: set[UUID] = set()
    cancelled: list[UUID] = []

    async def hang_or_finish(event: GroupDeleted, context: Context) -> Sequence[Event]:
        if len(hanging) < 2:
            hanging.add(event.group_id)
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.append(event.group_id)
                raise
        return await first.handle(event, context)

    async with publishing(kafka) as publisher:
        await publisher.publish(waiting)
    route = Route(GroupDeleted, hang_or_finish)
    async with working(kafka, [route], concurrency=6, drain_seconds=1) as stopping:
        await eventually(lambda: len(hanging) + len(first.started) == 6)
        stopping.set()
        first.held.set()

    assert set(cancelled) == hanging
    assert len(first.handled) >= 4  # those that were running, and what still began before the stop
    assert not hanging & first.handled.keys()
    async with working(kafka, second.routes):
        rest = groups(waiting).keys() - first.handled.keys()
        await eventually(lambda: rest <= second.handled.keys())

    assert hanging <= second.handled.keys()


async def test_two_workers_share_the_work_and_one_takes_over(kafka: KafkaSettings) -> None:
    shared, rest = deletions(40, "shared"), deletions(40, "rest")
    staying, leaving = Service(), Service()
    staying.held.set()
    leaving.held.set()

    async with publishing(kafka) as publisher, working(kafka, staying.routes):
        async with working(kafka, leaving.routes):
            await publisher.publish(shared)
            await eventually(lambda: len(staying.handled) + len(leaving.handled) == 40)
            leaving.held.clear()
            await publisher.publish(rest[:20])
            await eventually(lambda: len(leaving.started) > len(leaving.handled))
            leaving.held.set()
        await publisher.publish(rest[20:])
        everything = groups([*shared, *rest])
        await eventually(lambda: (staying.handled + leaving.handled).keys() == everything.keys())

    assert staying.handled + leaving.handled == everything
    assert leaving.handled.keys() & groups(shared).keys()
