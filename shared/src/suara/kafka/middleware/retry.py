"""Handlers get a time limit and a few more tries, with jittered exponential back-off."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from suara.errors import PermanentError
from suara.events import Event
from suara.kafka.backoff import waits
from suara.kafka.middleware.time_limit import TimeLimit
from suara.kafka.routes import Context, Handler
from suara.outages import is_outage
from suara.telemetry.bus import handler_tries

_FIRST_SECONDS, _LONGEST_SECONDS = 0.1, 5.0


@dataclass(frozen=True)
class Budget:
    """What a handler may use up on one message.

    timeout_seconds: of one try. total_seconds: after which no further try begins.
    """

    attempts: int
    timeout_seconds: float
    total_seconds: float

    @property
    def longest_seconds(self) -> float:
        """After which a handler within its budget has ended."""
        tries = self.attempts * (self.timeout_seconds + _LONGEST_SECONDS)
        return min(tries, self.total_seconds + self.timeout_seconds)


def with_retries(handler: Handler, budget: Budget, event_type: str) -> Handler:
    """Anything but a PermanentError or an outage is tried again, within the budget.

    The last error rises with the number of tries in its attribute `attempts`, and the handler's
    name in `handler`.
    """

    limit = TimeLimit(budget.timeout_seconds)
    tries = partial(handler_tries, event_type)
    succeeded = tries("ok")

    async def handle(event: Any, context: Context) -> Sequence[Event]:
        began = time.monotonic()
        pauses = None
        while True:
            try:
                with limit.begun():
                    events = await handler(event, context)
            except Exception as error:
                error.attempts = context.attempt  # type: ignore[attr-defined]
                error.handler = _name(handler)  # type: ignore[attr-defined]
                outcome = _outcome(error)
                tries(outcome).inc()
                spent = time.monotonic() - began >= budget.total_seconds
                if outcome != "error" or spent or context.attempt >= budget.attempts:
                    raise
            else:
                succeeded.inc()
                return events
            pauses = pauses or waits(_FIRST_SECONDS, _LONGEST_SECONDS)
            await asyncio.sleep(next(pauses))
            context = context._replace(attempt=context.attempt + 1)

    return handle


def _outcome(error: Exception) -> str:
    if isinstance(error, PermanentError):
        return "permanent"
    return "outage" if is_outage(error) else "error"


def _name(handler: Handler) -> str:
    return f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__qualname__)}"
