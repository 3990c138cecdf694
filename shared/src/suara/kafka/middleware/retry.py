"""Handlers get a time limit and a few more tries, with jittered exponential back-off."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import stamina

from suara.errors import PermanentError
from suara.events import Event
from suara.kafka.routes import Context, Handler
from suara.outages import OUTAGES


def with_retries(handler: Handler, *, attempts: int, timeout_seconds: float) -> Handler:
    """Anything but a PermanentError or an outage is tried `attempts` times in all.

    The last error rises with the number of tries in its attribute `attempts`.
    """

    async def handle(event: Any, context: Context) -> Sequence[Event]:
        tries = 0
        try:
            async for attempt in stamina.retry_context(
                on=_may_pass, attempts=attempts, timeout=None, wait_initial=0.1, wait_max=5.0
            ):
                with attempt:
                    tries = attempt.num
                    async with asyncio.timeout(timeout_seconds):
                        return await handler(event, replace(context, attempt=tries))
        except Exception as error:
            error.attempts = tries  # type: ignore[attr-defined]
            raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    return handle


def _may_pass(error: BaseException) -> bool:
    """Also asked about a CancelledError, which is no Exception: a cancelled handler must end."""
    return isinstance(error, Exception) and not isinstance(error, (PermanentError, *OUTAGES))
