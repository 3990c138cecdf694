"""The consumer runtime on a real broker."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from suara.errors import OutageError, PermanentError, RetryableError
from suara.events import Envelope, Event, GroupDeleted, SimulationResponded
from suara.kafka.codec import Headers, decode, encode
from suara.kafka.routes import Context, Route
from suara.settings import KafkaSettings
from suara.testing.broker import eventually, publishing, read, working
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


@dataclass
class Troubled:
    """Fails for groups of certain names; answers the others with a SimulationResponded."""

    tries: Counter[UUID] = field(default_factory=Counter)

    async def handle(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        self.tries[event.group_id] += 1
        if event.group_id == an_id("impossible"):
            raise PermanentError("impossible for ever")
        if event.group_id == an_id("unlucky"):
            raise RetryableError("unlucky again")
        if event.group_id == an_id("outage") and self.tries[event.group_id] < 3:
            raise OutageError("the database is away")
        return [answer("done", event.group_id)]

    @property
    def routes(self) -> list[Route]:
        return [
            Route(
                GroupDeleted,
                self.handle,
                emits=(SimulationResponded,),
                fallback=lambda event, reason: [answer(reason, event.group_id)],
            )
        ]


def answer(text: str, persona: UUID) -> SimulationResponded:
    return an_event(SimulationResponded, answer=text, persona_id=persona)


async def test_each_message_ends_in_its_outputs_or_as_a_dead_letter(kafka: KafkaSettings) -> None:
    sound, impossible, unlucky, outage, last = map(
        deletion, ["sound", "impossible", "unlucky", "outage", "last"]
    )
    _, value, headers = encode(sound)
    topic = f"{kafka.topic_prefix}.groups"
    poison: list[tuple[bytes | None, bytes | None, Headers]] = [
        (b"garbage", b"\xff\x00", []),
        (b"null header", None, [("ce_type", None)]),
        (b"unknown", b"{}", [*headers[:2], ("ce_type", b"suara.group.sung.v1")]),
        (b"wrong key", value, headers),
    ]
    service = Troubled()

    async with working(kafka, service.routes, handler_attempts=2), publishing(kafka) as publisher:
        for key, its_value, its_headers in poison:
            await publisher.send(topic, key, its_value, its_headers)
        await publisher.publish([sound, impossible, unlucky, outage, last])
        await eventually(lambda: service.tries[an_id("outage")] == 3)
        await eventually(lambda: service.tries[an_id("last")] == 1)

    outputs = [decode(m.value, list(m.headers)) for m in await read(kafka, "simulations")]
    assert {(output.data.answer, output.causation_id) for output in outputs} == {
        ("done", sound.id),
        ("done", outage.id),
        ("done", last.id),
        ("impossible for ever", impossible.id),
        ("unlucky again", unlucky.id),
    }
    for output in outputs:
        assert output.id == uuid5(output.causation_id, f"{output.type}/{output.data.key}")
    assert service.tries[an_id("unlucky")] == 2

    letters = {m.key: m for m in await read(kafka, "groups.dlq")}
    assert letters.keys() == {
        *(key for key, *_ in poison),
        impossible.data.key.encode(),
        unlucky.data.key.encode(),
    }
    for key, its_value, its_headers in poison:
        assert letters[key].value == its_value
        assert list(letters[key].headers)[: len(its_headers)] == its_headers
    explained = dict(letters[unlucky.data.key.encode()].headers)
    assert explained["dlq_reason"] == b"unlucky again"
    assert explained["dlq_attempts"] == b"2"
    assert explained["dlq_topic"] == topic.encode()
    assert explained["dlq_group"] == b"tests"
    assert explained["ce_id"] == str(unlucky.id).encode()


async def test_what_is_done_stays_done_across_a_restart(kafka: KafkaSettings) -> None:
    before, after = deletions(20, "before"), deletions(5, "after")
    first, second = Service(), Service()
    first.held.set()
    second.held.set()

    async with publishing(kafka) as publisher:
        await publisher.publish(before)
        async with working(kafka, first.routes):
            await eventually(lambda: first.handled == groups(before))
        await publisher.publish(after)
        async with working(kafka, second.routes):
            await eventually(lambda: len(second.handled) == 5)

    assert second.handled == groups(after)


async def test_a_flood_is_handled_once_in_order_and_never_too_much_at_a_time(
    kafka: KafkaSettings,
) -> None:
    keys, messages, concurrency = 40, 500, 8
    dice = random.Random(7)  # noqa: S311 - repeatable disorder, no secret
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
        Envelope.first(answer(str(number), an_id(f"key {number % keys}")), "/suara/tests")
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


async def test_stopping_drains_to_a_deadline_and_leaves_the_rest_to_the_next(
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
    async with working(kafka, [route], concurrency=6, drain_seconds=0.5) as stopping:
        await eventually(lambda: len(hanging) + len(first.started) == 6)
        stopping.set()
        await asyncio.sleep(0.1)
        first.held.set()

    assert set(cancelled) == hanging
    assert len(first.handled) == 4
    async with working(kafka, second.routes):
        await eventually(lambda: len(second.handled) >= 8)
    both = first.handled + second.handled
    assert both.keys() == groups(waiting).keys()
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
