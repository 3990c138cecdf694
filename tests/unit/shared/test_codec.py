"""Envelopes survive the wire; anything else is refused, never misread."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.errors import PermanentError
from suara.events import Envelope, Event, GroupCreated, GroupDeleted, SimulationResponded
from suara.kafka.codec import Headers, decode, encode, event_type
from suara.testing.samples import a_definition, an_event, an_id, every_event

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def envelope(event: Event, **changes: object) -> Envelope:
    fields = {"id": an_id("event"), "source": "/suara/tests", "time": datetime.now(UTC)}
    return Envelope(data=event, **(fields | changes))


@dataclass
class Wire:
    """An encoded message whose parts a test may spoil."""

    value: bytes
    headers: dict[str, bytes | None]

    @classmethod
    def of(cls, event: Event) -> "Wire":
        _, value, headers = encode(envelope(event))
        return cls(value, dict(headers))

    def decode(self) -> Envelope:
        return decode(self.value, list(self.headers.items()))


@pytest.mark.parametrize("event", every_event(), ids=lambda event: event.type)
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    sent = envelope(event, traceparent=TRACEPARENT, causation_id=an_id("cause"))

    key, value, headers = encode(sent)

    assert decode(value, headers) == sent
    assert type(decode(value, headers).data) is type(event)
    assert key == event.key.encode()
    assert event_type(headers) == event.type


@given(answer=st.text(max_size=200), stance=st.none() | st.floats(-1, 1), time=st.datetimes())
@settings(max_examples=50)
def test_any_text_number_and_time_comes_back(
    answer: str, stance: float | None, time: datetime
) -> None:
    event = an_event(SimulationResponded, answer=answer, stance=stance)
    sent = envelope(event, time=time.replace(tzinfo=UTC))

    _, value, headers = encode(sent)

    assert decode(value, headers) == sent


def test_the_wire_is_cloudevents_in_binary_mode() -> None:
    event = an_event(GroupDeleted)
    wire = Wire.of(event)

    assert wire.headers["ce_specversion"] == b"1.0"
    assert wire.headers["ce_type"] == b"suara.group.deleted.v1"
    assert wire.headers["ce_id"] == str(an_id("event")).encode()
    assert wire.headers["ce_subject"] == event.key.encode()
    assert wire.headers["content-type"] == b"application/json"
    assert wire.value == event.model_dump_json().encode()


def test_fields_and_headers_of_a_newer_writer_are_ignored() -> None:
    wire = Wire.of(an_event(GroupDeleted))
    wire.value = wire.value.replace(b"{", b'{"new": 1,', 1)
    wire.headers["x-new"] = None

    assert wire.decode().data == an_event(GroupDeleted)


@pytest.mark.parametrize(
    "value", [b"", b"\xff\xfe", b"null", b"[]", b'{"group_id": 1}', b"[" * 9999]
)
def test_data_that_does_not_fit_its_type_is_refused(value: bytes) -> None:
    wire = Wire.of(an_event(GroupCreated))
    wire.value = value
    with pytest.raises(PermanentError, match="cannot be decoded"):
        wire.decode()


def test_a_message_without_value_is_refused() -> None:
    _, _, headers = encode(envelope(an_event(GroupCreated)))
    with pytest.raises(PermanentError, match="cannot be decoded"):
        decode(None, headers)


def test_a_refusal_names_the_field_and_not_its_content() -> None:
    event = an_event(GroupCreated, definition=a_definition(occupation="nurse"))
    wire = Wire.of(event)
    wire.value = wire.value.replace(b'"nurse"', b'{"secret": "hunter2"}')

    with pytest.raises(PermanentError, match=r"definition\.occupation") as refusal:
        wire.decode()

    assert "hunter2" not in str(refusal.value)


def test_an_unknown_type_is_refused_by_name() -> None:
    wire = Wire.of(an_event(GroupCreated))
    wire.headers["ce_type"] = b"suara.group.exploded.v1"
    with pytest.raises(PermanentError, match=r"unknown event type 'suara\.group\.exploded\.v1'"):
        wire.decode()


@pytest.mark.parametrize("name", ["ce_type", "ce_id", "ce_source", "ce_specversion", "ce_time"])
@pytest.mark.parametrize("spoilt", [None, b"", b"\xff\xfe"])
def test_a_spoilt_attribute_is_refused(name: str, spoilt: bytes | None) -> None:
    wire = Wire.of(an_event(GroupCreated))
    wire.headers[name] = spoilt
    with pytest.raises(PermanentError):
        wire.decode()


@pytest.mark.parametrize("name", ["ce_type", "ce_id", "ce_source", "ce_specversion"])
def test_a_missing_attribute_is_refused(name: str) -> None:
    wire = Wire.of(an_event(GroupCreated))
    del wire.headers[name]
    with pytest.raises(PermanentError, match=name):
        wire.decode()


@pytest.mark.parametrize("name", ["traceparent", "ce_causationid"])
def test_headers_that_are_not_text_are_refused(name: str) -> None:
    wire = Wire.of(an_event(GroupCreated))
    wire.headers[name] = b"\xff\xfe"
    with pytest.raises(PermanentError):
        wire.decode()


@pytest.mark.parametrize("event", every_event(), ids=lambda event: event.type)
def test_an_envelope_is_what_the_cloudevents_library_reads(event: Event) -> None:
    _, value, headers = encode(envelope(event, causation_id=an_id("cause")))

    decoded = decode(value, headers)
    theirs = from_binary_event(KafkaMessage({k: v or b"" for k, v in headers}, None, value))

    assert theirs.get_attributes() == {
        "id": str(decoded.id),
        "source": decoded.source,
        "type": decoded.type,
        "time": decoded.time,
        "subject": decoded.data.key,
        "causationid": str(decoded.causation_id),
        "datacontenttype": "application/json",
        "specversion": "1.0",
    }
    assert theirs.get_data() == json.loads(decoded.data.model_dump_json())


@pytest.mark.parametrize(
    ("name", "spoilt"),
    [
        ("ce_specversion", b"0.3"),
        ("ce_time", b"2026-01-01T00:00:00"),
        ("ce_time", b"yesterday"),
        ("ce_subject", b""),
        ("ce_id", b"42"),
    ],
)
def test_an_attribute_that_breaks_the_specification_is_refused(name: str, spoilt: bytes) -> None:
    wire = Wire.of(an_event(GroupCreated))
    wire.headers[name] = spoilt
    with pytest.raises(PermanentError, match="cannot be decoded"):
        wire.decode()


def test_the_time_alone_may_be_missing() -> None:
    wire = Wire.of(an_event(GroupDeleted))
    del wire.headers["ce_time"]
    assert wire.decode().time.tzinfo is UTC


NAMES = st.sampled_from(["ce_type", "ce_id", "ce_time", "ce_source", "ce_specversion"]) | st.text()


@given(value=st.none() | st.binary(), headers=st.lists(st.tuples(NAMES, st.none() | st.binary())))
@settings(max_examples=150)
def test_garbage_is_refused_whatever_it_is(value: bytes | None, headers: Headers) -> None:
    event_type(headers)
    with pytest.raises(PermanentError):
        decode(value, headers)


def test_the_first_event_has_an_id_of_its_own() -> None:
    event = an_event(GroupDeleted)
    one, other = Envelope.first(event, "/tests"), Envelope.first(event, "/tests")
    assert one.id != other.id
    assert one.causation_id is None


def test_what_follows_from_an_event_has_the_same_id_every_time() -> None:
    cause = envelope(an_event(GroupDeleted), traceparent=TRACEPARENT)
    event = an_event(GroupCreated)

    one, other = cause.caused(event, "/a"), cause.caused(event, "/b")

    assert one.id == other.id
    assert one.causation_id == cause.id
    assert one.traceparent == TRACEPARENT


def test_different_consequences_have_different_ids() -> None:
    causes = [envelope(an_event(GroupDeleted), id=an_id(name)) for name in ("one", "other")]
    events = [
        *every_event(),
        an_event(GroupCreated, group_id=UUID(int=1)),
        an_event(SimulationResponded, persona_id=UUID(int=2)),
    ]

    ids = [cause.caused(event, "/tests").id for cause in causes for event in events]

    assert len(set(ids)) == len(ids)
