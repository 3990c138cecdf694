"""From message to handler, and from what it returns to what is published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from suara.errors import OutageError, PermanentError
from suara.events import (
    Envelope,
    Event,
    GenerationRequested,
    GroupDeleted,
    PersonaCast,
    PersonaFailed,
    PersonaMatched,
    PersonaUnmatched,
)
from suara.kafka.codec import encode
from suara.kafka.message import Message
from suara.kafka.middleware import dispatch
from suara.kafka.routes import Context, Route
from suara.testing.samples import an_event

CAST = Envelope.first(an_event(PersonaCast), "/suara/tests")


def message(envelope: Envelope = CAST, key: bytes | None = None) -> Message:
    its_key, value, headers = encode(envelope)
    return Message("suara.personas", 0, 0, key or its_key, value, headers)


@dataclass
class Library:
    """A service with one route. `returns` is what its handler makes of a cast."""

    returns: Sequence[Event] | Exception = ()
    refuses_to_publish: Exception | None = None
    handled: list[tuple[Event, Context]] = field(default_factory=list)
    published: list[Envelope] = field(default_factory=list)

    async def handle(self, event: PersonaCast, context: Context) -> Sequence[Event]:
        self.handled.append((event, context))
        if isinstance(self.returns, Exception):
            raise self.returns
        return self.returns

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        if self.refuses_to_publish and envelopes:
            error, self.refuses_to_publish = self.refuses_to_publish, None
            raise error
        self.published += envelopes

    async def receive(self, received: Message, **options: Any) -> None:
        route = Route(PersonaCast, self.handle, emits=(PersonaUnmatched,), **options)
        await dispatch({PersonaCast.type: route}, self.publish, "/suara/library", "library")(
            received
        )


def failed(event: PersonaCast, reason: str) -> Sequence[Event]:
    return [event.then(PersonaFailed, reason=reason)]


async def test_a_handler_gets_the_event_and_its_outputs_follow_from_it() -> None:
    library = Library([an_event(PersonaUnmatched)])

    await library.receive(message())

    [(event, context)] = library.handled
    assert event == CAST.data
    assert (context.event_id, context.time, context.attempt) == (CAST.id, CAST.time, 1)
    [output] = library.published
    assert output.data == an_event(PersonaUnmatched)
    assert output.causation_id == CAST.id
    assert output.source == "/suara/library"


async def test_a_redelivery_publishes_under_the_same_ids() -> None:
    library = Library([an_event(PersonaUnmatched)])

    await library.receive(message())
    await library.receive(message())

    one, other = library.published
    assert one.id == other.id


async def test_events_of_other_services_pass() -> None:
    library = Library()
    foreign = Envelope.first(an_event(PersonaMatched), "/suara/tests")
    await library.receive(message(foreign))
    assert not library.handled


async def test_an_unknown_type_is_refused() -> None:
    unknown = Message("suara.personas", 0, 0, b"k", b"{}", [("ce_type", b"suara.persona.sung.v1")])
    with pytest.raises(PermanentError):
        await Library().receive(unknown)


@pytest.mark.parametrize("key", [b"somebody else", b"\xff"])
async def test_a_key_that_contradicts_the_data_is_refused(key: bytes) -> None:
    library = Library()
    with pytest.raises(PermanentError, match="keyed"):
        await library.receive(message(key=key))
    assert not library.handled


async def test_an_output_that_is_not_declared_is_refused_with_all_others() -> None:
    library = Library([an_event(PersonaUnmatched), an_event(GroupDeleted)])
    with pytest.raises(TypeError, match=r"PersonaCast may not lead to \['GroupDeleted'\]"):
        await library.receive(message())
    assert not library.published


async def test_a_failure_is_announced_before_it_rises() -> None:
    library = Library(PermanentError("the library is closed"))

    with pytest.raises(PermanentError):
        await library.receive(message(), fallback=failed)

    [output] = library.published
    assert output.data == an_event(PersonaFailed, reason="the library is closed")
    assert output.causation_id == CAST.id


async def test_users_never_see_the_text_of_a_foreign_error() -> None:
    library = Library(KeyError("password"))
    with pytest.raises(KeyError):
        await library.receive(message(), fallback=failed)
    assert library.published[0].data.reason == "internal error"


async def test_outputs_that_can_never_be_published_count_as_a_failure() -> None:
    too_large = PermanentError("too large")
    library = Library([an_event(PersonaUnmatched)], refuses_to_publish=too_large)

    with pytest.raises(PermanentError):
        await library.receive(message(), fallback=failed)

    assert [output.type for output in library.published] == [PersonaFailed.type]


@pytest.mark.parametrize("away", ["handler", "broker"])
async def test_an_outage_is_no_failure(away: str) -> None:
    outage = OutageError("away")
    library = (
        Library(outage)
        if away == "handler"
        else Library([an_event(PersonaUnmatched)], refuses_to_publish=outage)
    )
    with pytest.raises(OutageError):
        await library.receive(message(), fallback=failed)
    assert not library.published


async def test_the_type_on_the_wire_chooses_the_route() -> None:
    library = Library()
    other = Envelope.first(an_event(GenerationRequested), "/suara/tests")
    await library.receive(message(other))
    assert not library.handled


async def test_a_message_replayed_for_another_group_passes() -> None:
    library = Library()
    key, value, headers = encode(CAST)
    for group in (b"generator", b"library"):
        replayed = [*headers, ("dlq_group", group)]
        await library.receive(Message("suara.personas", 0, 0, key, value, replayed))
    assert len(library.handled) == 1


@pytest.mark.parametrize(
    ("claimed", "refused"),
    [("suara.persona.cast.v99", True), ("suara.persona.matched.v99", False)],
)
async def test_a_version_unknown_here_is_refused_by_who_handles_the_event(
    claimed: str, refused: bool
) -> None:
    key, value, headers = encode(CAST)
    newer = [(name, claimed.encode() if name == "ce_type" else text) for name, text in headers]
    message = Message("suara.personas", 0, 0, key, value, newer)
    if refused:
        with pytest.raises(PermanentError, match=r"unknown version.*known here: .*cast\.v1"):
            await Library().receive(message)
    else:
        await Library().receive(message)


async def test_a_fallback_that_fails_does_not_hide_the_failure() -> None:
    def broken(_: Event, __: str) -> Sequence[Event]:
        raise KeyError("fallback")

    with pytest.raises(PermanentError, match="the first"):
        await Library(PermanentError("the first")).receive(message(), fallback=broken)


async def test_a_record_that_cannot_be_read_is_refused_with_the_reason() -> None:
    unreadable = Message("suara.personas", 0, 7, None, None, [], unreadable="Invalid CRC")
    with pytest.raises(PermanentError, match="cannot be read: Invalid CRC"):
        await Library().receive(unreadable)
