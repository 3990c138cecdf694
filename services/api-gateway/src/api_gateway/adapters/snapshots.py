"""Collection `snapshots`: ethnography writes it, the gateway reads. All companies share it."""

from collections.abc import Sequence
from datetime import datetime

from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.markets import SnapshotSummary, summary_of
from suara.mongo import Database, Document
from suara.snapshots import StoredSnapshot, StoredSnapshots, bundled, snapshot_in

_SUMMARY: Document = {
    "refreshed_at": 1,
    "version": "$snapshot.version",
    "created_at": "$snapshot.created_at",
    "source": "$snapshot.source",
    "signals": {"$size": "$snapshot.signals"},
    "sources": {"$ifNull": ["$snapshot.sources", []]},
}


class Snapshots:
    """A market for which nothing is stored has one version: the bundled one."""

    def __init__(self, database: Database) -> None:
        self._snapshots = database.snapshots
        self._stored = StoredSnapshots(database)

    async def markets(self) -> Sequence[str]:
        """Codes of the markets for which something is stored."""
        return list(await self._snapshots.distinct("market"))

    async def latest(self, market: str) -> StoredSnapshot:
        return await self._stored.latest(market)

    async def get(self, market: str, version: str) -> StoredSnapshot:
        """Raises NotFoundError."""
        document = await self._snapshots.find_one({"_id": f"{market}/{version}"})
        if document is not None:
            return StoredSnapshot(snapshot_in(document), document["refreshed_at"])
        shipped = await bundled(market)
        if shipped.version == version:
            return StoredSnapshot(shipped, None)
        raise NotFoundError("snapshot of this market, or it is no longer kept")

    async def versions(
        self, market: str, limit: int, before: datetime | None
    ) -> Sequence[SnapshotSummary]:
        """Newest first, at most `limit` of those refreshed before that time."""
        older: Document = {"refreshed_at": {"$lt": before}} if before else {}
        rows = self._snapshots.aggregate(
            [
                {"$match": {"market": market} | older},
                {"$sort": {"refreshed_at": -1}},
                {"$limit": limit},
                {"$project": _SUMMARY},
            ]
        )
        found = [SnapshotSummary.model_validate(row) async for row in rows]
        if not found and before is None:
            return [summary_of(StoredSnapshot(await bundled(market), None))]
        return found
