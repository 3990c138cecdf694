"""A message as the broker delivered it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

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


#: Returns whether the message was this service's to handle.
Process = Callable[[Message], Awaitable[bool]]
