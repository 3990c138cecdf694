"""Snapshots in MongoDB, one document per market and version."""

from datetime import datetime

from suara.markets import Snapshot
from suara.mongo import Database


class MongoSnapshots:
    """Collection `snapshots`: {_id: "<market>/<version>", market, refreshed_at, snapshot}."""

    def __init__(self, database: Database) -> None:
        self._snapshots = database.snapshots

    async def ensure_indexes(self) -> None:
        await self._snapshots.create_index([("market", 1), ("refreshed_at", -1)])

    async def refreshed_at(self, market: str) -> datetime | None:
        latest = await self._snapshots.find_one(
            {"market": market}, {"refreshed_at": 1}, sort=[("refreshed_at", -1)]
        )
        return latest["refreshed_at"] if latest else None

    async def save(self, snapshot: Snapshot, refreshed_at: datetime) -> None:
        await self._snapshots.update_one(
            {"_id": f"{snapshot.market}/{snapshot.version}"},
            {
                "$set": {"refreshed_at": refreshed_at},
                "$setOnInsert": {
                    "market": snapshot.market,
                    "snapshot": snapshot.model_dump(mode="json"),
                },
            },
            upsert=True,
        )
