"""Collection `snapshots`: ethnography writes it, the gateway reads. All companies share it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from pymongo import DESCENDING

from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.markets import SnapshotSummary, StoredSnapshot, summary_of
from suara.markets import Snapshot, bundled_snapshot, market
from suara.mongo import Database, Document

_NEWEST_FIRST = [("refreshed_at", DESCENDING)]
_SUMMARY: Document = {
    "refreshed_at": 1,
    "version": "$snapshot.version",
    "created_at": "$snapshot.created_at",
    "source": "$snapshot.source",
    "signals": {"$size": "$snapshot.signals"},
    "sources": {"$ifNull": ["$snapshot.sources", []]},
}


class Snapshots:
    """A market for which nothing is stored has one version: the bundled one.

    Nothing is kept here: the health of a stored version's sources changes, and verbatims that
    were deleted disappear from it.
    """

    def __init__(self, database: Database) -> None:
        self._snapshots = database.snapshots
        self._upkeep = database.upkeep

    async def markets(self) -> Sequence[str]:
        """Codes of the markets for which something is stored."""
        return list(await self._snapshots.distinct("market"))

    async def latest(self, market_code: str) -> StoredSnapshot:
        found = await self._snapshots.find_one({"market": market_code}, sort=_NEWEST_FIRST)
        return _stored(found) if found else await _bundled(market_code)

    async def get(self, market_code: str, version: str) -> StoredSnapshot:
        """Raises NotFoundError."""
        found = await self._snapshots.find_one({"_id": f"{market_code}/{version}"})
        if found:
            return _stored(found)
        bundled = await _bundled(market_code)
        if bundled.snapshot.version != version:
            raise NotFoundError("snapshot of this market, or it is no longer kept")
        return bundled

    async def versions(
        self, market_code: str, limit: int, before: datetime | None = None
    ) -> Sequence[SnapshotSummary]:
        """Newest first, at most `limit` of those refreshed before that time."""
        older: Document = {"refreshed_at": {"$lt": before}} if before else {}
        rows = self._snapshots.aggregate(
            [
                {"$match": {"market": market_code} | older},
                {"$sort": dict(_NEWEST_FIRST)},
                {"$limit": limit},
                {"$project": _SUMMARY},
            ]
        )
        found = [SnapshotSummary.model_validate(row) async for row in rows]
        if found or before:
            return found
        return [summary_of(await _bundled(market_code))]

    async def failures(self) -> Mapping[str, datetime]:
        """When the last refresh of a market brought nothing: of those where it did not."""
        rows = self._upkeep.find({"failed_at": {"$ne": None}}, {"failed_at": 1})
        return {row["_id"]: row["failed_at"] async for row in rows}


def _stored(document: Document) -> StoredSnapshot:
    snapshot = Snapshot.model_validate(document["snapshot"])
    return StoredSnapshot(snapshot, document["refreshed_at"])


async def _bundled(market_code: str) -> StoredSnapshot:
    # In a thread: a market is read and validated when first asked for, in up to a second.
    bundled = await asyncio.to_thread(lambda: bundled_snapshot(market(market_code)))
    return StoredSnapshot(bundled, None)
