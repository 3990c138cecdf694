"""Event in, snapshot refreshed, events out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from ethnography.domain.freshness import is_fresh
from ethnography.ports import Snapshots, Source
from suara.events import Event, GroupCreated, GroupUpdated, SnapshotRefreshed, SnapshotRequested
from suara.kafka.routes import Context
from suara.markets import market_of

_log = structlog.get_logger()


@dataclass(frozen=True)
class Handlers:
    source: Source
    snapshots: Snapshots
    max_age: timedelta

    async def group_defined(
        self, event: GroupCreated | GroupUpdated, _: Context
    ) -> Sequence[Event]:
        """A group may soon be generated: see that its market has a fresh snapshot."""
        market = market_of(event.definition.location)
        refreshed_at = await self.snapshots.refreshed_at(market)
        if is_fresh(refreshed_at, datetime.now(UTC), self.max_age):
            return []
        return await self._refresh(market)

    async def requested(self, event: SnapshotRequested, _: Context) -> Sequence[Event]:
        """Somebody wants this market refreshed, fresh or not."""
        return await self._refresh(event.market)

    async def _refresh(self, market: str) -> Sequence[Event]:
        snapshot = await self.source.snapshot(market)
        await self.snapshots.save(snapshot, datetime.now(UTC))
        _log.info("snapshot.refreshed", market=market, version=snapshot.version)
        return [
            SnapshotRefreshed(
                market=market,
                version=snapshot.version,
                source=snapshot.source,
                signals=len(snapshot.signals),
            )
        ]
