"""Market snapshots as the ethnography service stores them in MongoDB."""

from suara.markets import Snapshot
from suara.mongo import Database
from suara.snapshots import StoredSnapshots


class MongoSnapshots:
    def __init__(self, database: Database) -> None:
        self._stored = StoredSnapshots(database)

    async def latest(self, market_code: str) -> Snapshot:
        """Never waits for a refresh: without a stored snapshot, the bundled one it is."""
        return (await self._stored.latest(market_code)).snapshot
