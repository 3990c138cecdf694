"""Market snapshots as the ethnography service stores them in MongoDB."""

import asyncio

from suara.markets import Snapshot, bundled_snapshot, market
from suara.mongo import Database


class MongoSnapshots:
    """Reads collection `snapshots`, keeping the last version of each market it has seen."""

    def __init__(self, database: Database) -> None:
        self._snapshots = database.snapshots
        self._seen: dict[str, Snapshot] = {}

    async def latest(self, market_code: str) -> Snapshot:
        """Never waits for a refresh: without a stored snapshot, the bundled one it is."""
        newest = await self._snapshots.find_one(
            {"market": market_code}, {"_id": 1}, sort=[("refreshed_at", -1)]
        )
        if newest is None:
            return await asyncio.to_thread(lambda: bundled_snapshot(market(market_code)))
        seen = self._seen.get(market_code)
        if seen is None or newest["_id"] != f"{market_code}/{seen.version}":
            stored = await self._snapshots.find_one({"_id": newest["_id"]}) or {}
            seen = Snapshot.model_validate(stored.get("snapshot"))
            self._seen[market_code] = seen
        return seen
