"""The duty to keep all markets fresh, done by one worker at a time."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from uuid import NAMESPACE_OID, UUID, uuid5

import stamina
import structlog
from structlog.contextvars import bound_contextvars

from ethnography.collecting import where
from ethnography.domain.freshness import Freshness, Upkeep, newly_known
from ethnography.domain.health import failing
from ethnography.ports import Upkeeps
from ethnography.refresh import Refreshed
from suara.events import Envelope, SnapshotRefreshed
from suara.kafka.middleware.dispatch import Publish
from suara.lease import Lease
from suara.outages import OUTAGES

_log = structlog.get_logger()

_SOURCE = "/suara/ethnography"


class Schedule:
    """Refreshes every market that is due, markets side by side.

    One worker has the duty for all markets, so that no market is refreshed twice at a time and
    the sources' paces hold however many workers there are. What has to be done is in MongoDB:
    whoever takes the duty over begins again what was broken off.

    refresh: as `refresh.Refresh`. tidy: called on every turn with the time. sourced: markets to be
    kept fresh though nobody asked for them yet. poll_seconds: how long the wish of another worker
    may go unnoticed; jittered.
    """

    def __init__(
        self,
        refresh: Callable[[str], Awaitable[Refreshed]],
        tidy: Callable[[datetime], Awaitable[None]],
        upkeeps: Upkeeps,
        lease: Lease,
        freshness: Freshness,
        sourced: Sequence[str] = (),
        poll_seconds: float = 5.0,
    ) -> None:
        self._refresh = refresh
        self._tidy = tidy
        self._upkeeps = upkeeps
        self._lease = lease
        self._freshness = freshness
        self._sourced = sourced
        self._poll_seconds = poll_seconds
        self._awake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something may be due."""
        self._awake.set()

    async def run(self, publish: Publish) -> None:
        """Until cancelled: then what is under way is broken off, and the duty is given up."""
        keeping = asyncio.create_task(self._lease.keep(taken=self.wake))
        try:
            while True:
                self._awake.clear()
                try:
                    await self._turn(publish)
                except OUTAGES as error:
                    _log.warning("schedule.waits", error=type(error).__name__)
                await self._rest()
        finally:
            keeping.cancel()
            await self._break_off()
            with contextlib.suppress(*OUTAGES):
                await self._lease.release()

    async def _turn(self, publish: Publish) -> None:
        if not self._lease.held:
            await self._break_off()
            return
        now = datetime.now(UTC)
        # Of what ends meanwhile, the following may still tell how it was before.
        busy = set(self._running)
        known = await self._upkeeps.all()
        for upkeep in [*known, *newly_known(known, self._sourced)]:
            market = upkeep.market
            if market not in busy and self._freshness.is_due(upkeep, now):
                task = asyncio.create_task(self._see_to(upkeep, publish))
                self._running[market] = task
                task.add_done_callback(partial(self._ended, market))
        await self._tidy(now)

    def _ended(self, market: str, _: asyncio.Task[None]) -> None:
        del self._running[market]

    async def _rest(self) -> None:
        # Jitter: workers that start together do not ask MongoDB together for ever.
        seconds = self._poll_seconds * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._awake.wait()

    async def _break_off(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _see_to(self, upkeep: Upkeep, publish: Publish) -> None:
        """Refresh a market. An outage leaves it due; any other error, for a while, does not."""
        request = {"event_id": str(upkeep.requests[0])} if upkeep.requests else {}
        with bound_contextvars(**request):
            try:
                refreshed = await self._refresh(upkeep.market)
                await _patiently(publish, upkeep, refreshed)
                heard = refreshed.heard
            except OUTAGES as error:
                _log.warning("refresh.waits", market=upkeep.market, error=type(error).__name__)
                return
            except Exception as error:  # without its text, which may quote what was scraped
                _log.error("refresh.failed", market=upkeep.market, at=where(error))
                heard = False
            with contextlib.suppress(*OUTAGES):
                await self._upkeeps.over(
                    upkeep.market, datetime.now(UTC), heard=heard, answering=upkeep.requests
                )
                self.wake()  # somebody may have asked again meanwhile


async def _patiently(publish: Publish, upkeep: Upkeep, refreshed: Refreshed) -> None:
    """A broker that is away is waited for: the refresh itself is done."""
    snapshot = refreshed.snapshot
    event = SnapshotRefreshed(
        market=snapshot.market,
        version=snapshot.version,
        source=snapshot.source,
        signals=len(snapshot.signals),
        failing=failing(snapshot),
    )
    event_id, cause = _identity(upkeep, event)
    envelope = replace(Envelope.first(event, _SOURCE), id=event_id, causation_id=cause)
    async for attempt in stamina.retry_context(
        on=OUTAGES, attempts=None, timeout=None, wait_max=5.0
    ):
        with attempt:
            await publish([envelope])


def _identity(upkeep: Upkeep, event: SnapshotRefreshed) -> tuple[UUID, UUID | None]:
    """Its id and that of its cause. A refresh that is done again, because what it was for could
    not be noted as done, tells the same under the same id: that of what made it due, and of what
    came of it.
    """
    what = f"{event.type}/{event.key}/{event.version}"
    if upkeep.requests:
        request = upkeep.requests[0]
        return uuid5(request, what), request
    return uuid5(NAMESPACE_OID, f"{what}/{upkeep.refreshed_at}/{upkeep.failed_at}"), None
