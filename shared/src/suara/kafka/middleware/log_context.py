"""Every log line of a message says which message."""

from contextvars import ContextVar

from opentelemetry.trace import get_current_span
from structlog.typing import EventDict

from suara.events import Event
from suara.kafka.codec import event_type
from suara.kafka.message import Message, Outcome, Process

_handled: ContextVar[Message | None] = ContextVar("handled", default=None)
_event: ContextVar[Event | None] = ContextVar("event", default=None)
_IDS = ("group_id", "generation_id", "persona_id")


def log_context(following: Process) -> Process:
    """Only remembers the message: most of them write no line, and none needs its words before."""

    async def process(message: Message) -> Outcome:
        message_token, event_token = _handled.set(message), _event.set(None)
        try:
            return await following(message)
        finally:
            _handled.reset(message_token)
            _event.reset(event_token)

    return process


def about(event: Event) -> None:
    """What the message turned out to say: lines and span name what it is about from here on."""
    _event.set(event)
    span = get_current_span()
    if span.is_recording():
        span.set_attributes({f"suara.{name}": value for name, value in _ids(event).items()})


def add_message(_logger: object, _method: str, entry: EventDict) -> EventDict:
    """A structlog processor: which message is being handled, where one is."""
    message = _handled.get()
    if message is None:
        return entry
    headers = dict(message.headers)
    return {
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "key": (message.key or b"").decode("utf-8", "replace")[:64],
        "event_type": event_type(message.headers),
        "event_id": _id(headers.get("ce_id")),
        "causation_id": _id(headers.get("ce_causationid")),
        **_ids(_event.get()),
        **entry,
    }


def _id(header: bytes | None) -> str:
    return (header or b"").decode("utf-8", "replace")[:64]


def _ids(event: Event | None) -> dict[str, str]:
    values = ((name, getattr(event, name, None)) for name in _IDS)
    return {name: str(value) for name, value in values if value is not None}
