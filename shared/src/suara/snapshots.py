"""The stored market snapshots, for services that read them; ethnography writes them.

Collection `snapshots`: {_id: "<market>/<version>", market, refreshed_at, snapshot}.
"""

import asyncio
from datetime import datetime
from typing import NamedTuple

from suara.markets import Snapshot, bundled_snapshot, market
from suara.mongo import Database, Document


class StoredSnapshot(NamedTuple):
    """refreshed_at: when it was stored or last found unchanged; None where nothing is stored."""

    snapshot: Snapshot
    refreshed_at: datetime | None


class StoredSnapshots:
    """Reads the collection, keeping the latest version of each market it has seen."""

    def __init__(self, database: Database) -> None:
        self._snapshots = database.snapshots
        self._seen: dict[str, Snapshot] = {}

    async def latest(self, market_code: str) -> StoredSnapshot:
        """Never waits for a refresh: without a stored snapshot, the bundled one it is.

        Raises UnknownCountry if none is stored and there is no such country.
        """
        newest = await self._snapshots.find_one(
            {"market": market_code}, {"refreshed_at": 1}, sort=[("refreshed_at", -1)]
        )
        if newest is None:
            return StoredSnapshot(await bundled(market_code), None)
        seen = self._seen.get(market_code)
        if seen is None or newest["_id"] != f"{market_code}/{seen.version}":
            found = await self._snapshots.find_one({"_id": newest["_id"]})
            if found is None:  # its time ran out between the two reads
                return StoredSnapshot(await bundled(market_code), None)
            seen = self._seen[market_code] = snapshot_in(found)
        return StoredSnapshot(seen, newest["refreshed_at"])


def snapshot_in(document: Document) -> Snapshot:
    """The snapshot of a document of the collection."""
    return Snapshot.model_validate(document["snapshot"])


async def bundled(market_code: str) -> Snapshot:
    """What the market data alone supports. Raises UnknownCountry."""
    # In a thread: a market is read and validated when first asked for, in up to a second.
    return await asyncio.to_thread(lambda: bundled_snapshot(market(market_code)))
