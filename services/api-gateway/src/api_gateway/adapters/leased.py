"""Work that one gateway at a time does, every so often."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from suara.lease import Lease
from suara.outages import OUTAGES

_log = structlog.get_logger()


class Leased:
    """The work must bear to be broken off, and begun by another process before its end."""

    def __init__(self, lease: Lease, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        self._lease = lease
        self._seconds = seconds
        self._work = work

    async def run(self) -> None:
        """Work until it is cancelled, whatever fails."""
        keeping = asyncio.create_task(self._lease.keep(taken=lambda: None))
        try:
            while True:
                await asyncio.sleep(self._seconds)
                if self._lease.held:
                    await self._once()
        finally:
            keeping.cancel()
            with contextlib.suppress(*OUTAGES):
                await self._lease.release()

    async def _once(self) -> None:
        try:
            await self._work()
        except OUTAGES as error:
            _log.warning("upkeep.postponed", error=repr(error))
        except Exception as error:
            _log.error("upkeep.failed", exc_info=error)
