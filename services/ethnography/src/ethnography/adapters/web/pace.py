"""At most one request per so many seconds, for all tasks of this process together."""

import asyncio
from time import monotonic

from aiolimiter import AsyncLimiter

from ethnography.adapters.web.deadline import Deadline
from ethnography.adapters.web.verdicts import Throttled


class Pace:
    """Hands out turns, `seconds` apart. One per source and process, shared by all its tasks.

    A bucket of one drop rather than of a minute's worth: a full bucket would let a minute's
    requests go at once, and with the drops that follow twice the limit within one minute.
    """

    def __init__(self, seconds: float, longest_wait: float = 30) -> None:
        self._limiter = AsyncLimiter(1, seconds)
        self._longest_wait = longest_wait
        self._held_until = 0.0

    def hold(self, seconds: float) -> None:
        """Nobody gets a turn for that long."""
        self._held_until = max(self._held_until, monotonic() + seconds)

    async def turn(self, deadline: Deadline) -> None:
        """Returns when a request may be sent.

        Raises:
            Throttled: that would take longer than the longest wait.
            SourceError: that would take longer than the deadline.
        """
        await self._wait_while_held(deadline)
        async with deadline.guard():
            await self._limiter.acquire()
        await self._wait_while_held(deadline)  # others were told to wait while we stood in line

    async def _wait_while_held(self, deadline: Deadline) -> None:
        while (wait := self._held_until - monotonic()) > 0:
            if wait > min(self._longest_wait, deadline.remaining):
                raise Throttled(f"asked to wait {wait:.0f} s", wait)
            await asyncio.sleep(wait)
