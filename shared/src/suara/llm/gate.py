"""How many calls may be under way at a provider: it adapts to what the provider bears."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from suara.telemetry.models import CALLS_IN_FLIGHT, CALLS_LIMIT, HELD

START = 16
LONGEST_HOLD_SECONDS = 120.0


class Limit:
    """Additive increase, multiplicative decrease, between 1 and `maximum`. Pure."""

    def __init__(self, maximum: int, start: int = START) -> None:
        self._maximum = maximum
        self._calls = float(min(start, maximum))
        self._round = 0

    @property
    def calls(self) -> int:
        """How many may be under way now."""
        return int(self._calls)

    @property
    def round(self) -> int:
        """Counts the decreases. A call belongs to the round that it started in."""
        return self._round

    def succeeded(self) -> None:
        """As many successes as calls may be under way make room for one more.

        Until the first overload each success does, so that a busy start soon has all it may.
        """
        step = 1 / self._calls if self._round else 1.0
        self._calls = min(self._maximum, self._calls + step)

    def overloaded(self, round_: int) -> bool:
        """Halves the limit, once for all calls of a round: they met the same overload.

        Returns whether it did.
        """
        if round_ != self._round:
            return False
        self._round += 1
        self._calls = max(1.0, self._calls / 2)
        return True


class Gate:
    """Admits calls first come, first served, as many at once as the limit allows.

    operation: what the calls are for, in metrics.
    """

    def __init__(self, maximum: int, operation: str) -> None:
        self.limit = Limit(maximum)
        self._under_way = 0
        self._held_until = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._in_flight = CALLS_IN_FLIGHT.labels(operation)
        self._allowed = CALLS_LIMIT.labels(operation)
        self._held = HELD.labels(operation)
        self._allowed.set(self.limit.calls)

    @asynccontextmanager
    async def admitted(self) -> AsyncIterator[int]:
        """Waits for a turn; the value is the round of the call."""
        await self._enter()
        try:
            yield self.limit.round
        finally:
            self._under_way -= 1
            self._admit()

    def hold(self, seconds: float) -> None:
        """Admits nobody for so long, two minutes at most: a provider may err, too."""
        loop = asyncio.get_running_loop()
        until = loop.time() + min(seconds, LONGEST_HOLD_SECONDS)
        if until > self._held_until:
            self._held_until = until
            loop.call_at(until, self._release, until)
            self._held.set(self.held_seconds)

    @property
    def held_seconds(self) -> float:
        """How much longer nobody is admitted."""
        return max(0.0, self._held_until - asyncio.get_running_loop().time())

    def _release(self, until: float) -> None:
        """The clock may not be there yet: uvloop's timers are early by up to a millisecond."""
        if until == self._held_until:
            self._held_until = 0.0
        self._admit()

    async def _enter(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._admit()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                with suppress(ValueError):
                    self._waiting.remove(turn)
            else:  # the turn came at the very moment the caller gave up
                self._under_way -= 1
            self._admit()
            raise

    def _admit(self) -> None:
        if self.held_seconds == 0:
            self._held.set(0)
            self._admit_waiting()
        self._in_flight.set(self._under_way)
        self._allowed.set(self.limit.calls)

    def _admit_waiting(self) -> None:
        while self._waiting and self._under_way < self.limit.calls:
            turn = self._waiting.popleft()
            if not turn.done():  # nor cancelled
                self._under_way += 1
                turn.set_result(None)
