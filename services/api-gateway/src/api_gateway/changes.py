"""A change of state together with the events that tell of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from suara.events import Event

Result = TypeVar("Result")


@dataclass(frozen=True)
class Change(Generic[Result]):
    """What a transaction did. Events of one key are published by rising `order`.

    traceparent: of the trace that the events belong to; None: the one of the change itself.
    """

    result: Result
    events: Sequence[Event] = ()
    order: int = 0
    traceparent: str | None = None


Work = Callable[[Session], Awaitable[Change[Result]]]
