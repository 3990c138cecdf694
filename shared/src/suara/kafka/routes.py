"""The table of a service: event type -> handler -> event types it may emit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from suara import topics
from suara.events import Event


class Context(NamedTuple):
    """What a handler may know of the message behind an event."""

    event_id: UUID
    time: datetime
    attempt: int


Handler = Callable[[Any, Context], Awaitable[Sequence[Event]]]
Fallback = Callable[[Any, str], Sequence[Event]]


@dataclass(frozen=True)
class Route:
    """`handler(event, context)` returns the events that follow; the runtime publishes them.

    fallback: `fallback(event, reason)` gives the events to publish when the handler has failed
    for good, before the message is dead-lettered, so that nobody waits for it for ever.
    timeout_seconds: of one try; None: RuntimeSettings.handler_timeout_seconds.
    stage: of a generation, which the event asks for; measured under this name.
    """

    event: type[Event]
    handler: Handler
    emits: tuple[type[Event], ...] = ()
    fallback: Fallback | None = None
    timeout_seconds: float | None = None
    stage: str | None = None


def subscription(routes: Sequence[Route], prefix: str) -> list[str]:
    """The topics a service must read."""
    return sorted({topics.full_name(route.event.topic, prefix) for route in routes})
