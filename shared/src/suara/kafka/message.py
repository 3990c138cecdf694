"""A message as the broker delivered it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from suara.kafka.codec import Headers


@dataclass(frozen=True)
class Message:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers


Process = Callable[[Message], Awaitable[None]]
