"""Where a message ends, on any broker: in its outputs, or as a dead letter."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid5

from kafka_bus import Bus
from suara.errors import OutageError, PermanentError, RetryableError
from suara.events import Envelope, Event, GroupDeleted, SimulationResponded
from suara.kafka.client import Record
from suara.kafka.codec import Headers, decode, encode
from suara.kafka.routes import Context, Route
from suara.testing.broker import eventually
from suara.testing.samples import an_event, an_id


def deletion(name: str) -> Envelope:
    return Envelope.first(an_event(GroupDeleted, group_id=an_id(name)), "/suara/tests")


def answer(text: str, persona: UUID) -> SimulationResponded:
    return an_event(SimulationResponded, answer=text, persona_id=persona)


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


def poison() -> list[tuple[bytes | None, bytes | None, Headers]]:
    """What nobody can handle, of whatever is left empty."""
    _, value, headers = encode(deletion("sound"))
    return [
        (b"garbage", b"\xff\x00", []),
        (b"null header", None, [("ce_type", None)]),
        (b"empty header", b"", [("ce_type", b""), ("ce_id", b"")]),
        (b"", b"no key to speak of", []),
        (None, b"no key", []),
        (None, b"", [("neither", b"key nor value")]),
        (b"unknown", b"{}", [*headers[:2], ("ce_type", b"suara.group.sung.v1")]),
        (b"wrong key", value, headers),
    ]


POISON = poison()
LARGEST_BYTES = 1_048_400  # what brokers take by default, but for the rest of the message
LARGEST: tuple[bytes, bytes, Headers] = (b"largest", b"x" * LARGEST_BYTES, [("a", b"")])


async def test_each_message_ends_in_its_outputs_or_as_a_dead_letter(bus: Bus) -> None:
    sound, impossible, unlucky, outage, last = map(
        deletion, ["sound", "impossible", "unlucky", "outage", "last"]
    )
    service = Troubled()

    async with bus.working(service, handler_attempts=2), bus.publishing() as publisher:
        for message in [*POISON, LARGEST]:
            await publisher.send(f"{bus.kafka.topic_prefix}.groups", *message)
        await publisher.publish([sound, impossible, unlucky, outage, last])
        await eventually(lambda: service.tries[an_id("outage")] == 3)
        await eventually(lambda: service.tries[an_id("last")] == 1)
        letters = await _letters(bus, len(POISON) + 3)

    outputs = [decode(m.value, list(m.headers)) for m in await bus.read("simulations")]
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

    expected = [*POISON, encode(impossible), encode(unlucky)]
    assert len(letters) == len(expected) + 1
    for key, value, headers in expected:
        [letter] = [m for m in letters if (m.key, m.value) == (key, value)]
        assert list(letter.headers)[: len(headers)] == headers, "the original ones, first"
    await _check_explained(bus, [m for m in letters if m.key == unlucky.data.key.encode()])
    _check_cut([m for m in letters if m.key == LARGEST[0]])


async def _letters(bus: Bus, count: int) -> Sequence[Record]:
    """All of them, once there are so many."""
    while len(letters := await bus.read("groups.dlq")) < count:  # noqa: ASYNC110 - on a broker
        await asyncio.sleep(0.1)
    return letters


async def _check_explained(bus: Bus, letters: Sequence[Record]) -> None:
    [letter] = letters
    [original] = [m for m in await bus.read("groups") if m.key == letter.key]
    explained = {name: value for name, value in letter.headers if name.startswith("dlq_")}
    assert datetime.fromisoformat(explained.pop("dlq_time").decode()).tzinfo == UTC
    assert explained == {
        "dlq_reason": b"unlucky again",
        "dlq_exception": b"suara.errors.RetryableError",
        "dlq_topic": original.topic.encode(),
        "dlq_partition": b"%d" % original.partition,
        "dlq_offset": b"%d" % original.offset,
        "dlq_group": b"tests",
        "dlq_handler": f"{__name__}.Troubled.handle".encode(),
        "dlq_attempts": b"2",
        "dlq_replays": b"0",
    }


def _check_cut(letters: Sequence[Record]) -> None:
    """The explanation makes it too large. The embedded broker takes it all the same, whole."""
    [letter] = letters
    headers = dict(letter.headers)
    left_out = int(headers.get("dlq_omitted_bytes", b"0"))
    assert len(letter.value) + left_out == LARGEST_BYTES
    assert left_out in (0, LARGEST_BYTES)
    assert headers["a"] == b""
