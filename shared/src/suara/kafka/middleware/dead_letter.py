"""What cannot be handled is set aside with all that is needed to understand and replay it."""

from datetime import UTC, datetime

import structlog

from suara import topics
from suara.errors import PermanentError
from suara.kafka.codec import Headers
from suara.kafka.message import Message, Process
from suara.kafka.publisher import Send
from suara.outages import OUTAGES

_log = structlog.get_logger()


def dead_letter(following: Process, send: Send, group: str) -> Process:
    """Errors end in the topic's dead-letter twin. If that cannot be written, the error rises.

    Headers added: dlq_reason, dlq_exception, dlq_topic, dlq_partition, dlq_offset, dlq_group,
    dlq_attempts, dlq_time (ISO 8601, UTC).
    """

    async def process(message: Message) -> None:
        try:
            await following(message)
        except OUTAGES:
            raise
        except Exception as error:
            expected = isinstance(error, PermanentError)
            _log.error("message.dead_lettered", reason=_reason(error), exc_info=not expected)
            headers = message.headers + _explain(message, error, group)
            await send(topics.dead_letter(message.topic), message.key, message.value, headers)

    return process


def _explain(message: Message, error: Exception, group: str) -> Headers:
    facts = {
        "reason": _reason(error),
        "exception": f"{type(error).__module__}.{type(error).__qualname__}",
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "group": group,
        "attempts": getattr(error, "attempts", 1),
        "time": datetime.now(UTC).isoformat(),
    }
    return [(f"dlq_{name}", str(value).encode()) for name, value in facts.items()]


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:1000] or type(error).__name__
