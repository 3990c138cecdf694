"""When a market is due to be refreshed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Upkeep:
    """What is known of a market that is in use.

    refreshed_at: when a refresh last brought something. failed_at: when one last brought nothing.
    requests: ids of the SnapshotRequested that wait for a refresh, oldest first.
    """

    market: str
    refreshed_at: datetime | None = None
    failed_at: datetime | None = None
    requests: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Freshness:
    """max_age: how old a snapshot may get. retry_after: how long sources are left alone after
    a refresh that brought nothing.
    """

    max_age: timedelta
    retry_after: timedelta

    def is_due(self, upkeep: Upkeep, now: datetime) -> bool:
        """Whether it is to be refreshed now. A request does not wait for anything."""
        if upkeep.requests:
            return True
        if _younger(upkeep.failed_at, now, self.retry_after):
            return False
        return not _younger(upkeep.refreshed_at, now, self.max_age)


def newly_known(known: Collection[Upkeep], markets: Collection[str]) -> list[Upkeep]:
    """Those of the markets that nothing is known of yet."""
    names = {upkeep.market for upkeep in known}
    return [Upkeep(market) for market in markets if market not in names]


def _younger(moment: datetime | None, now: datetime, age: timedelta) -> bool:
    return moment is not None and now - moment < age
