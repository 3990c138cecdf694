"""Envelopes on the wire: CloudEvents 1.0 in Kafka's binary mode."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cloudevents.core.bindings.kafka import to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from pydantic import ValidationError

from suara.errors import PermanentError
from suara.events import Envelope, event_types

Headers = Sequence[tuple[str, bytes | None]]

_JSON = "application/json"
_TYPES = event_types()
_NAMES = {name.encode(): name for name in _TYPES}
_REQUIRED = frozenset({"ce_id", "ce_source", "ce_specversion", "ce_type"})
_READ = _REQUIRED | {"ce_time", "ce_subject", "ce_causationid", "traceparent"}


class _RawData(JSONFormat):
    """Leaves the data as bytes: pydantic has written it."""

    def write_data(self, data: Any, datacontenttype: str | None) -> bytes:  # noqa: ARG002
        return bytes(data)


_FORMAT = _RawData()


def encode(envelope: Envelope) -> tuple[bytes, bytes, Headers]:
    """Returns (key, value, headers)."""
    attributes: dict[str, Any] = {
        "id": str(envelope.id),
        "source": envelope.source,
        "type": envelope.type,
        "time": envelope.time,
        "subject": envelope.data.key,
        "datacontenttype": _JSON,
    }
    if envelope.causation_id:
        attributes["causationid"] = str(envelope.causation_id)
    event = CloudEvent(attributes, envelope.data.model_dump_json().encode())
    message = to_binary(event, _FORMAT)
    headers: list[tuple[str, bytes | None]] = list(message.headers.items())
    if envelope.traceparent:
        headers.append(("traceparent", envelope.traceparent.encode()))
    return envelope.data.key.encode(), message.value, headers


def event_type(headers: Headers) -> str | None:
    """The event type a message claims, without decoding it."""
    claimed = dict(headers).get("ce_type")
    return claimed.decode("utf-8", "replace") if claimed else None


def known_type(headers: Headers) -> str:
    """The event type a message claims if it is a known one, else "unknown", or "" for none."""
    for name, value in headers:
        if name == "ce_type" and value:
            return _NAMES.get(value, "unknown")
    return ""


def decode(value: bytes | None, headers: Headers) -> Envelope:
    """The envelope of a message.

    Reads the headers itself: CloudEvents' own reader takes longer than all else that is done for
    a message, and would make up attributes that are missing, so that each delivery would differ.

    Raises:
        PermanentError: not a CloudEvent, of an unknown type, or data that does not fit the type.
    """
    try:
        attributes = {name: (text or b"").decode() for name, text in headers if name in _READ}
        _check(attributes)
        model = _TYPES.get(attributes["ce_type"])
        if model is None:
            raise PermanentError(_unknown(attributes["ce_type"]))
        causation_id = attributes.get("ce_causationid")
        return Envelope(
            id=UUID(attributes["ce_id"]),
            source=attributes["ce_source"],
            time=_time(attributes.get("ce_time")),
            data=model.model_validate_json(value or b""),
            traceparent=attributes.get("traceparent"),
            causation_id=UUID(causation_id) if causation_id else None,
        )
    except ValueError as error:  # pydantic's error, and that of bytes that are no text, are such
        raise PermanentError(f"cannot be decoded: {_fault(error)}") from error


def _check(attributes: Mapping[str, str]) -> None:
    """What CloudEvents 1.0 asks of the attributes that are not parsed."""
    if not attributes.keys() >= _REQUIRED:
        raise ValueError(f"no header {', '.join(sorted(_REQUIRED - attributes.keys()))}")
    if attributes["ce_specversion"] != "1.0":
        raise ValueError(f"ce_specversion is {attributes['ce_specversion'][:20]!r}, not '1.0'")
    for name in ("ce_source", "ce_type", "ce_subject"):
        if attributes.get(name) == "":
            raise ValueError(f"{name} is empty")


def _unknown(claimed: str) -> str:
    known = {name for name in _TYPES if name.rpartition(".v")[0] == claimed.rpartition(".v")[0]}
    if known:
        return f"unknown version of an event: {claimed}, known here: {', '.join(sorted(known))}"
    return f"unknown event type {claimed[:200]!r}"


def _time(text: str | None) -> datetime:
    """The only attribute that may be missing: nothing is told apart by it."""
    time = datetime.now(UTC) if text is None else datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("ce_time has no time zone")
    return time


def _fault(error: Exception) -> str:
    """What is wrong and where; of data that does not fit, not the data itself."""
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:300]
    return " ".join(str(error).split())[:300]
