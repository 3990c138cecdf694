"""A server that is away is waited for: nobody's message is to blame."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import structlog

from suara.kafka.backoff import waits
from suara.kafka.condition import Condition
from suara.outages import is_outage

_log = structlog.get_logger()
_FIRST_SECONDS, _LONGEST_SECONDS = 0.2, 10.0

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def wait_out_outages(
    operation: Callable[Arguments, Awaitable[Result]], condition: Condition
) -> Callable[Arguments, Awaitable[Result]]:
    """Repeats an operation for as long as a server is away. It must bear repetition.

    Around each step by itself, so that a step that was done, and perhaps paid for, is not done
    again because the next one has to wait.
    """

    async def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        me: object = None
        pauses = waits(_FIRST_SECONDS, _LONGEST_SECONDS)
        try:
            while True:
                try:
                    return await operation(*args, **kwargs)
                except Exception as error:
                    if not is_outage(error):
                        raise
                    me = me or object()
                    reason = " ".join(str(error).split())[:300]
                    condition.waits(me, reason)
                    _log.warning("outage.waiting", reason=reason)
                await asyncio.sleep(next(pauses))
        finally:
            if me is not None:
                condition.goes_on(me)

    return call
