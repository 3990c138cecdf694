"""From message to handler and back: decode, handle, publish what follows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from suara.errors import PermanentError, SuaraError
from suara.events import Envelope, Event, event_types
from suara.kafka.codec import decode, event_type
from suara.kafka.message import Message, Process
from suara.kafka.routes import Context, Route
from suara.outages import OUTAGES

_log = structlog.get_logger()
_KNOWN = event_types()

Publish = Callable[[Sequence[Envelope]], Awaitable[None]]


def dispatch(routes: Mapping[str, Route], publish: Publish, source: str) -> Process:
    """Handles a message by its route and publishes the outputs before it returns.

    Event types without a route belong to other services and pass. Undecodable input raises
    PermanentError, a handler that emits what its route does not declare TypeError.
    """

    async def process(message: Message) -> None:
        claimed = event_type(message.headers)
        if claimed in _KNOWN and claimed not in routes:
            return
        envelope = decode(message.value, message.headers)
        if (message.key or b"") != envelope.data.key.encode():
            raise PermanentError(f"keyed {message.key!r}, but its data says {envelope.data.key!r}")
        route = routes[envelope.type]
        try:
            events = await route.handler(envelope.data, Context(envelope.id, envelope.time, 1))
            _check_declared(route, events)
            await publish([envelope.caused(event, source) for event in events])
            _log.info("message.handled", emitted=[type(event).__name__ for event in events])
        except OUTAGES:
            raise
        except Exception as error:
            if route.fallback:
                events = route.fallback(envelope.data, _for_users(error))
                await publish([envelope.caused(event, source) for event in events])
            raise

    return process


def _check_declared(route: Route, events: Sequence[Event]) -> None:
    undeclared = {type(event).__name__ for event in events} - {
        kind.__name__ for kind in route.emits
    }
    if undeclared:
        raise TypeError(f"{route.event.__name__} may not lead to {sorted(undeclared)}")


def _for_users(error: Exception) -> str:
    """Our own errors are worded for users; the text of any other may show internals."""
    return str(error) if isinstance(error, SuaraError) else "internal error"
