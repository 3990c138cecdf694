"""What cannot be handled is set aside with all that is needed to understand and replay it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import structlog

from suara import topics
from suara.errors import DeployError, OutageError, PermanentError
from suara.kafka.codec import Headers, known_type
from suara.kafka.condition import Condition
from suara.kafka.message import Message, Outcome, Process
from suara.kafka.middleware.outage import wait_out_outages
from suara.kafka.publisher import Send
from suara.telemetry.bus import DEAD_LETTERS

_log = structlog.get_logger()
_MARK = "dlq_"


def dead_letter(
    following: Process, send: Send, group: str, condition: Condition, in_a_row: int
) -> Process:
    """Errors end in the topic's dead-letter twin.

    Headers added: dlq_reason, dlq_exception, dlq_topic, dlq_partition, dlq_offset, dlq_group,
    dlq_handler, dlq_attempts (over all replays), dlq_replays, dlq_time (ISO 8601, UTC), and
    dlq_omitted_bytes where the whole was too large for the broker.

    Returns once the letter is written, however long that takes. More than `in_a_row` letters
    without one message handled in between end the worker.
    """
    row = 0

    async def write(message: Message, headers: Headers) -> None:
        topic, refusal = topics.dead_letter(message.topic), ""
        for key, value, its_headers in _smaller_and_smaller(message, headers):
            try:
                return await send(topic, key, value, its_headers)
            except PermanentError as error:
                refusal = str(error)
        raise OutageError(f"the dead-letter topic refuses: {refusal}")

    set_aside = wait_out_outages(write, condition)

    async def process(message: Message) -> Outcome:
        nonlocal row
        try:
            outcome = await following(message)
            row = 0 if outcome == "handled" else row
            return outcome
        except Exception as error:
            expected = isinstance(error, PermanentError)
            _log.error("message.dead_lettered", reason=_reason(error), exc_info=not expected)
            await set_aside(message, _explain(message, error, group))
            _count_letter(message, error)
            row += 1
            if row > in_a_row:
                condition.end(
                    DeployError(
                        f"{row} dead letters in a row, the last because of: {_reason(error)}. "
                        "That looks like a deploy error rather than a bad message."
                    )
                )
            return "dead_lettered"

    return process


def _count_letter(message: Message, error: Exception) -> None:
    claimed, reason = known_type(message.headers), type(error).__name__
    DEAD_LETTERS.labels(message.topic, claimed, reason).inc()


def _smaller_and_smaller(
    message: Message, explained: Headers
) -> Iterator[tuple[bytes | None, bytes | None, Headers]]:
    """The letter whole, without its value, and with nothing but its explanation."""
    original = [(name, value) for name, value in message.headers if not name.startswith(_MARK)]
    yield message.key, message.value, [*original, *explained]
    omitted = len(message.value or b"")
    yield message.key, b"", [*original, *explained, _omitted(omitted)]
    omitted += len(message.key or b"")
    omitted += sum(len(name.encode()) + len(value or b"") for name, value in original)
    yield None, b"", [*explained, _omitted(omitted)]


def _omitted(count: int) -> tuple[str, bytes]:
    return (f"{_MARK}omitted_bytes", str(count).encode())


def _explain(message: Message, error: Exception, group: str) -> Headers:
    before = dict(message.headers)
    facts = {
        "reason": _reason(error),
        "exception": f"{type(error).__module__}.{type(error).__qualname__}",
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "group": group,
        "handler": getattr(error, "handler", ""),
        "attempts": getattr(error, "attempts", 1) + _count(before.get("dlq_attempts")),
        "replays": _count(before.get("dlq_replays")),
        "time": datetime.now(UTC).isoformat(),
    }
    return [(f"{_MARK}{name}", str(value).encode()) for name, value in facts.items()]


def _count(header: bytes | None) -> int:
    """What a replayed message says of its earlier lives. Anybody can write a header."""
    return int(header) if header and header.isdigit() and len(header) < 10 else 0


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:1000] or type(error).__name__
