"""Snapshots in MongoDB, one document per market and version."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import ASCENDING, DESCENDING, IndexModel

from suara.markets import Snapshot, SourceHealth
from suara.mongo import Database, Document

_NEWEST_FIRST = [("refreshed_at", DESCENDING)]
# What is known of a version may change; its signals do not.
_CONTENT = {"market", "version", "source", "created_at", "signals"}


@dataclass(frozen=True)
class Latest:
    """A market's latest snapshot, in short. signals: how many."""

    market: str
    refreshed_at: datetime
    signals: int
    sources: Sequence[SourceHealth]


class MongoSnapshots:
    """Collection `snapshots`: {_id: "<market>/<version>", market, refreshed_at, snapshot}.

    The latest of a market is the one refreshed last.
    """

    def __init__(self, database: Database) -> None:
        self._snapshots = database.snapshots

    async def ensure_indexes(self) -> None:
        await self._snapshots.create_indexes(
            [
                IndexModel([("market", ASCENDING), ("refreshed_at", DESCENDING)]),
                IndexModel([("snapshot.signals.verbatims", ASCENDING)]),
            ]
        )

    async def latest(self, market: str) -> Snapshot | None:
        found = await self._snapshots.find_one({"market": market}, sort=_NEWEST_FIRST)
        return Snapshot.model_validate(found["snapshot"]) if found else None

    async def latest_of_each(self) -> Sequence[Latest]:
        """Of every market: MongoDB skips from one to the next in the index."""
        summary: Document = {
            "_id": "$market",
            "refreshed_at": {"$first": "$refreshed_at"},
            "signals": {"$first": {"$size": "$snapshot.signals"}},
            "sources": {"$first": "$snapshot.sources"},
        }
        found = self._snapshots.aggregate(
            [{"$sort": {"market": ASCENDING, "refreshed_at": DESCENDING}}, {"$group": summary}]
        )
        return [
            Latest(
                market=row["_id"],
                refreshed_at=row["refreshed_at"],
                signals=row["signals"],
                sources=[SourceHealth.model_validate(source) for source in row["sources"]],
            )
            async for row in found
        ]

    async def save(self, snapshot: Snapshot, refreshed_at: datetime) -> None:
        """Store a snapshot; the same version again renews its time and its sources' health."""
        content = snapshot.model_dump(mode="json", include=_CONTENT)
        await self._snapshots.update_one(
            {"_id": _id(snapshot)},
            {
                "$set": {"refreshed_at": refreshed_at, "snapshot.sources": _health(snapshot)},
                "$setOnInsert": {
                    "market": snapshot.market,
                    **{f"snapshot.{name}": value for name, value in content.items()},
                },
            },
            upsert=True,
        )

    async def note_health(self, snapshot: Snapshot) -> None:
        """Store its sources' health and nothing else: it is no fresher than before."""
        await self._snapshots.update_one(
            {"_id": _id(snapshot)}, {"$set": {"snapshot.sources": _health(snapshot)}}
        )

    async def forget(self, verbatims: Collection[str]) -> None:
        """No stored snapshot names these verbatims any more."""
        if not verbatims:
            return
        ids = {"$in": list(verbatims)}
        await self._snapshots.update_many(
            {"snapshot.signals.verbatims": ids}, {"$pull": {"snapshot.signals.$[].verbatims": ids}}
        )

    async def expire(self, before: datetime) -> int:
        """Delete what was last refreshed before that time, but never the latest of a market."""
        deleted = 0
        for market in await self._snapshots.distinct("market", {"refreshed_at": {"$lt": before}}):
            latest = await self._snapshots.find_one(
                {"market": market}, {"_id": 1}, sort=_NEWEST_FIRST
            )
            kept = latest["_id"] if latest else None
            found = await self._snapshots.delete_many(
                {"market": market, "refreshed_at": {"$lt": before}, "_id": {"$ne": kept}}
            )
            deleted += found.deleted_count
        return deleted


def _id(snapshot: Snapshot) -> str:
    return f"{snapshot.market}/{snapshot.version}"


def _health(snapshot: Snapshot) -> list[dict[str, object]]:
    return [source.model_dump(mode="json") for source in snapshot.sources]
