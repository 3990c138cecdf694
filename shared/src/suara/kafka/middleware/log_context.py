"""Every log line of a message says which message."""

from contextvars import ContextVar

from structlog.typing import EventDict

from suara.kafka.codec import event_type
from suara.kafka.message import Message, Outcome, Process

_handled: ContextVar[Message | None] = ContextVar("handled", default=None)


def log_context(following: Process) -> Process:
    """Only remembers the message: most of them write no line, and none needs its words before."""

    async def process(message: Message) -> Outcome:
        token = _handled.set(message)
        try:
            return await following(message)
        finally:
            _handled.reset(token)

    return process


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
        "event_id": (headers.get("ce_id") or b"").decode("utf-8", "replace")[:64],
        **entry,
    }
