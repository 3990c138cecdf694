"""Envelopes on the wire: CloudEvents 1.0 in Kafka's binary mode."""

from typing import Any
from uuid import UUID

from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from pydantic import ValidationError

from suara.errors import PermanentError
from suara.events import Envelope, event_types

Headers = list[tuple[str, bytes | None]]

_JSON = "application/json"
_TYPES = event_types()
_REQUIRED = frozenset({"ce_id", "ce_source", "ce_specversion", "ce_type"})


class _RawData(JSONFormat):
    """Leaves the data as bytes: pydantic reads and writes it, once."""

    def write_data(self, data: Any, datacontenttype: str | None) -> bytes:  # noqa: ARG002
        return bytes(data)

    def read_data(self, body: bytes, datacontenttype: str | None) -> bytes:  # noqa: ARG002
        return body


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
    headers: Headers = list(message.headers.items())
    if envelope.traceparent:
        headers.append(("traceparent", envelope.traceparent.encode()))
    return envelope.data.key.encode(), message.value, headers


def event_type(headers: Headers) -> str | None:
    """The event type a message claims, without decoding it."""
    claims = (value for name, value in headers if name == "ce_type" and value)
    first = next(claims, None)
    return None if first is None else first.decode("utf-8", "replace")


def decode(value: bytes | None, headers: Headers) -> Envelope:
    """The envelope of a message.

    Raises:
        PermanentError: not a CloudEvent, of an unknown type, or data that does not fit the type.
    """
    by_name = {name: value or b"" for name, value in headers}
    # The library would make up what is missing, and with an id of its own each delivery differs.
    if missing := _REQUIRED - by_name.keys():
        raise PermanentError(f"cannot be decoded: no header {', '.join(sorted(missing))}")
    traceparent = by_name.pop("traceparent", None)
    try:
        event = from_binary(KafkaMessage(by_name, None, value or b""), _FORMAT, CloudEvent)
        model = _TYPES.get(event.get_type())
        if model is None:
            raise PermanentError(_unknown(event.get_type()))
        causation_id = event.get_extension("causationid")
        return Envelope(
            id=UUID(event.get_id()),
            source=event.get_source(),
            time=event.get_time(),
            data=model.model_validate_json(value or b""),
            traceparent=traceparent.decode() if traceparent else None,
            causation_id=UUID(causation_id) if causation_id else None,
        )
    except (CloudEventValidationError, ValueError) as error:  # pydantic's error is a ValueError
        raise PermanentError(f"cannot be decoded: {_fault(error)}") from error


def _unknown(claimed: str) -> str:
    known = {name for name in _TYPES if name.rpartition(".v")[0] == claimed.rpartition(".v")[0]}
    if known:
        return f"unknown version of an event: {claimed}, known here: {', '.join(sorted(known))}"
    return f"unknown event type {claimed[:200]!r}"


def _fault(error: Exception) -> str:
    """What is wrong and where; of data that does not fit, not the data itself."""
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:300]
    return " ".join(str(error).split())[:300]
