"""The end of a refresh."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from ethnography.ports import SourceError


class Deadline:
    """How much time is left of `seconds`, counted from now on."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than 0.

        Raises:
            SourceError: the time is over.
        """
        if not (left := self.remaining):
            raise self._over()
        return left

    @property
    def remaining(self) -> float:
        """Seconds, 0 when the time is over."""
        return max(0.0, self._end - monotonic())

    async def sleep(self, seconds: float) -> None:
        """Raises SourceError at once if the time does not allow it."""
        if seconds >= self.left():
            raise self._over()
        await asyncio.sleep(seconds)

    @asynccontextmanager
    async def guard(self) -> AsyncIterator[None]:
        """Raises SourceError when the time is over within the block."""
        try:
            async with asyncio.timeout(self.left()) as limit:
                yield
        except TimeoutError:
            if limit.expired():
                raise self._over() from None
            raise

    def _over(self) -> SourceError:
        return SourceError(f"was cut off: a refresh may take {self._seconds:g} s")
