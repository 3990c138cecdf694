"""A message as the broker delivered it."""

from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple, Self

from suara.kafka.client import Record
from suara.kafka.codec import Headers


class Message(NamedTuple):
    """unreadable: why the client could not read the record, of which only the place is known."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    unreadable: str | None = None

    @classmethod
    def of(cls, record: Record) -> Self:
        return cls(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=record.key,
            value=record.value,
            headers=list(record.headers),
        )


#: How a message was settled. passed: it was another service's to handle.
Outcome = Literal["handled", "passed", "dead_lettered"]

Process = Callable[[Message], Awaitable[Outcome]]
