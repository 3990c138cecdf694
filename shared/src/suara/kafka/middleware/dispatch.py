"""From message to handler and back: decode, handle, publish what follows."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from suara.errors import PermanentError, SuaraError
from suara.events import Envelope, Event, event_types
from suara.kafka.codec import decode
from suara.kafka.message import Message, Outcome, Process
from suara.kafka.routes import Context, Fallback, Route
from suara.outages import is_outage
from suara.telemetry.bus import message_wait

_log = structlog.get_logger()
_KNOWN = event_types()

Publish = Callable[[Sequence[Envelope]], Awaitable[None]]


def dispatch(
    routes: Mapping[str, Route], publish: Publish, source: str, group: str = ""
) -> Process:
    """Handles a message by its route and publishes the outputs before it returns.

    Event types without a route belong to other services and pass, and so do messages replayed
    for another consumer group. Undecodable input raises PermanentError, a handler that emits what
    its route does not declare TypeError.
    """

    async def process(message: Message) -> Outcome:
        if message.unreadable:
            raise PermanentError(f"cannot be read: {message.unreadable}")
        headers = dict(message.headers)
        if _others(_text(headers, "ce_type"), routes):
            return "passed"
        if _text(headers, "dlq_group") not in (None, group):  # replayed for another one
            return "passed"
        envelope = decode(message.value, message.headers)
        if (message.key or b"") != envelope.data.key.encode():
            raise PermanentError(
                f"wrongly keyed: by {_shown(message.key)}, but its data says {envelope.data.key!r}"
            )
        message_wait(envelope.type).observe(max(0.0, time.time() - envelope.time.timestamp()))
        route = routes[envelope.type]
        try:
            events = await route.handler(envelope.data, Context(envelope.id, envelope.time, 1))
            if events:
                _check_declared(route, events)
                await publish([envelope.caused(event, source) for event in events])
        except Exception as error:
            if route.fallback and not is_outage(error):
                await _announce(route.fallback, envelope, error)
            raise
        _log.info("message.handled", emitted=[type(event).__name__ for event in events])
        return "handled"

    async def _announce(fallback: Fallback, envelope: Envelope, error: Exception) -> None:
        try:
            events = fallback(envelope.data, _for_users(error))
            if events:
                await publish([envelope.caused(event, source) for event in events])
        except Exception as another:
            if is_outage(another):
                raise
            _log.exception("fallback.failed")  # and the dead letter tells the first error

    return process


def _others(claimed: str | None, routes: Mapping[str, Route]) -> bool:
    """Whether an event is of a type, in whatever version, that other services handle.

    A version unknown here, of a type that is handled here, must not pass: it is dead-lettered, and
    replayed once this service is deployed anew. Nor must a type that nobody knows.
    """
    if claimed is None or claimed in routes:
        return False
    return claimed in _KNOWN or (
        _unversioned(claimed) in {_unversioned(name) for name in _KNOWN}
        and _unversioned(claimed) not in {_unversioned(name) for name in routes}
    )


def _unversioned(name: str) -> str:
    """`suara.group.created.v2` -> `suara.group.created`."""
    return name.rpartition(".v")[0]


def _text(headers: Mapping[str, bytes | None], name: str) -> str | None:
    """What a header says; None if it is absent or empty."""
    value = headers.get(name)
    return value.decode("utf-8", "replace") if value else None


def _shown(key: bytes | None) -> str:
    return "nothing" if key is None else repr(key[:64].decode("utf-8", "replace"))


def _check_declared(route: Route, events: Sequence[Event]) -> None:
    undeclared = {type(event).__name__ for event in events} - {
        kind.__name__ for kind in route.emits
    }
    if undeclared:
        raise TypeError(f"{route.event.__name__} may not lead to {sorted(undeclared)}")


def _for_users(error: Exception) -> str:
    """Our own errors are worded for users; the text of any other may show internals."""
    return str(error) if isinstance(error, SuaraError) else "internal error"
