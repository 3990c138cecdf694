"""What a record of a dead-letter topic says: a letter, or that an earlier one is settled.

Kafka cannot delete one message. Whoever replays or purges a letter therefore appends a settlement
to the same topic, and a letter is open while the topic holds no settlement of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from suara import topics
from suara.kafka.codec import Headers
from suara.kafka.message import Message

Position = tuple[int, int]  #: (partition, offset) within a dead-letter topic

MARK = "dlq_"  #: begins the name of every header that is not the message's own
_NUMBER = re.compile(r"[0-9]{1,18}")


class How(StrEnum):
    """What became of a letter."""

    REPLAYED = "replayed"
    PURGED = "purged"


@dataclass(frozen=True)
class DeadLetter:
    """A message that could not be handled. `headers` are its own, without any dlq_*.

    What a dlq_* header says is None, or 0 for a count, where it is missing or cannot be read.
    """

    topic: str
    """The topic this is a dead letter of, such as `suara.groups`; `origin` is what it says."""
    position: Position
    key: bytes | None
    value: bytes | None
    headers: Headers
    time: datetime | None
    """When it was set aside; as the broker has it if the letter does not say."""
    event_id: str | None = None
    event_type: str | None = None
    reason: str | None = None
    exception: str | None = None
    origin: str | None = None
    origin_partition: int | None = None
    origin_offset: int | None = None
    group: str | None = None
    handler: str | None = None
    attempts: int = 0
    replays: int = 0
    omitted_bytes: int | None = None
    """Size of a value that was too large to keep; None where the value is whole."""
    settled: How | None = None

    @property
    def id(self) -> str:
        """`groups:0:12`. Unlike the event's id its own: several groups may fail at one event."""
        short_name = self.topic.rpartition(".")[2]
        partition, offset = self.position
        return f"{short_name}:{partition}:{offset}"


@dataclass(frozen=True)
class Settlement:
    """The letter at `position` was replayed or purged."""

    position: Position
    how: How

    def headers(self) -> Headers:
        """Of the record that says so."""
        partition, offset = self.position
        settles = f"{partition}:{offset}".encode()
        return [("dlq_settled", self.how.value.encode()), ("dlq_settles", settles)]


def settlement(record: Message) -> Settlement | None:
    """The settlement that a record is, if it is one and can be read."""
    if not is_settlement(record):
        return None
    said = _said(record)
    how, settles = _text(said, "dlq_settled"), _text(said, "dlq_settles") or ""
    partition, _, offset = settles.partition(":")
    if how in set(How) and _NUMBER.fullmatch(partition) and _NUMBER.fullmatch(offset):
        return Settlement((int(partition), int(offset)), How(how))
    return None


def is_settlement(record: Message) -> bool:
    """Whether it means to be one. A letter may have been anything, but gives its reason."""
    names = {name for name, _ in record.headers}
    return "dlq_settled" in names and "dlq_reason" not in names


def letter(
    record: Message, recorded: datetime | None, settled: Mapping[Position, How]
) -> DeadLetter:
    """The letter that any other record is, whatever it holds: this raises nothing.

    recorded: when the broker got it. settled: the settlements known so far.
    """
    said = _said(record)
    position = (record.partition, record.offset)
    return DeadLetter(
        topic=record.topic.removesuffix(topics.DEAD_LETTER_SUFFIX),
        position=position,
        key=record.key,
        value=record.value,
        headers=[header for header in record.headers if not header[0].startswith(MARK)],
        time=_time(said) or recorded,
        event_id=_text(said, "ce_id"),
        event_type=_text(said, "ce_type"),
        reason=_text(said, "dlq_reason"),
        exception=_text(said, "dlq_exception"),
        origin=_text(said, "dlq_topic"),
        origin_partition=_number(said, "dlq_partition"),
        origin_offset=_number(said, "dlq_offset"),
        group=_text(said, "dlq_group"),
        handler=_text(said, "dlq_handler"),
        attempts=_number(said, "dlq_attempts") or 0,
        replays=_number(said, "dlq_replays") or 0,
        omitted_bytes=_omitted(said),
        settled=settled.get(position),
    )


def _said(record: Message) -> Mapping[str, bytes]:
    """A message may have had any headers: those of whoever set it aside come last."""
    return {name: value or b"" for name, value in record.headers}


def _text(said: Mapping[str, bytes], name: str) -> str | None:
    return said.get(name, b"").decode("utf-8", "backslashreplace") or None


def _number(said: Mapping[str, bytes], name: str) -> int | None:
    text = _text(said, name) or ""
    return int(text) if _NUMBER.fullmatch(text) else None


def _omitted(said: Mapping[str, bytes]) -> int | None:
    """A count that cannot be read still says that the value is not there."""
    return (_number(said, "dlq_omitted_bytes") or 0) if "dlq_omitted_bytes" in said else None


def _time(said: Mapping[str, bytes]) -> datetime | None:
    try:
        time = datetime.fromisoformat(_text(said, "dlq_time") or "")
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
