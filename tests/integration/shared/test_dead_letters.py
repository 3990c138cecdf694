"""Where a message ends, on a real broker: in its outputs, or as a dead letter."""

from collections import Counter
from collections.abc import Sequence
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
