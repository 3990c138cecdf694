"""What the handlers need from outside."""

from datetime import datetime
from typing import Protocol

from suara.markets import Snapshot


class Source(Protocol):
    """Where a snapshot comes from: bundled data now, live services beside it."""

    async def snapshot(self, market: str) -> Snapshot:
        """What people in the market say.

        Raises:
            PermanentError: the market is unknown.
            OutageError: the source is away; it may answer later.
        """
        ...


class Snapshots(Protocol):
    """The stored snapshots of all markets, shared by all companies."""

    async def refreshed_at(self, market: str) -> datetime | None:
        """When the latest snapshot was stored or found unchanged."""
        ...

    async def save(self, snapshot: Snapshot, refreshed_at: datetime) -> None:
        """Store a snapshot; the same version again only renews its time."""
        ...
