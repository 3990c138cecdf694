"""Every log line of a message says which message."""

from structlog.contextvars import bound_contextvars

from suara.kafka.codec import event_type
from suara.kafka.message import Message, Process


def log_context(following: Process) -> Process:
    async def process(message: Message) -> bool:
        headers = dict(message.headers)
        with bound_contextvars(
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            key=(message.key or b"").decode("utf-8", "replace")[:64],
            event=event_type(message.headers),
            event_id=(headers.get("ce_id") or b"").decode("utf-8", "replace")[:64],
        ):
            return await following(message)

    return process
