"""Verbatims in MongoDB: what people wrote, scrubbed, for as long as it may be kept."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from ethnography.domain.verbatims import SourceName, Verbatim
from suara.mongo import Database

# Read and written so many at a time: some hundred kilobytes.
_BATCH = 500


class MongoVerbatims:
    """Collection `verbatims`: {_id, ...Verbatim, fetched_at, checked_at}.

    fetched_at: when it first came, which its retention counts from. checked_at: when it was last
    known to be public.
    """

    def __init__(self, database: Database) -> None:
        self._verbatims = database.verbatims

    async def ensure_indexes(self) -> None:
        await self._verbatims.create_indexes(
            [
                IndexModel([("market", ASCENDING), ("observed_at", DESCENDING)]),
                IndexModel(
                    [("source", ASCENDING), ("market", ASCENDING), ("checked_at", ASCENDING)]
                ),
                IndexModel([("fetched_at", ASCENDING)]),
            ]
        )

    async def keep(self, verbatims: Sequence[Verbatim], at: datetime) -> None:
        """Store them, seen public at that time. What is stored already takes the newer text."""
        if not verbatims:
            return
        await self._verbatims.bulk_write(
            [
                UpdateOne(
                    {"_id": verbatim.id},
                    {
                        "$set": verbatim.model_dump(exclude={"id"}) | {"checked_at": at},
                        "$setOnInsert": {"fetched_at": at},
                    },
                    upsert=True,
                )
                for verbatim in verbatims
            ],
            ordered=False,
        )

    async def of(self, market: str) -> AsyncIterator[Sequence[Verbatim]]:
        """All of a market, newest first, a batch at a time."""
        batch: list[Verbatim] = []
        found = self._verbatims.find({"market": market}, batch_size=_BATCH)
        async for document in found.sort("observed_at", DESCENDING):
            batch.append(Verbatim.model_validate(document | {"id": document["_id"]}))
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    async def any_of(self, market: str) -> bool:
        return await self._verbatims.find_one({"market": market}, {"_id": 1}) is not None

    async def stored(self, ids: Collection[str]) -> Sequence[str]:
        """Those of the ids that are there."""
        if not ids:
            return []
        found = self._verbatims.find({"_id": {"$in": list(ids)}}, {"_id": 1})
        return [document["_id"] async for document in found]

    async def longest_unchecked(
        self, market: str, source: SourceName, before: datetime, most: int
    ) -> Sequence[str]:
        """Ids of those that nobody has known to be public since `before`."""
        found = self._verbatims.find(
            {"source": source, "market": market, "checked_at": {"$lt": before}}, {"_id": 1}
        )
        found = found.sort("checked_at", ASCENDING).limit(most)
        return [document["_id"] async for document in found]

    async def checked(self, ids: Collection[str], at: datetime) -> None:
        """They were asked about and are still public."""
        await self._verbatims.update_many({"_id": {"$in": list(ids)}}, {"$set": {"checked_at": at}})

    async def purge(self, ids: Collection[str]) -> None:
        await self._verbatims.delete_many({"_id": {"$in": list(ids)}})

    async def expire(self, before: datetime) -> int:
        """Purge what first came before that time. Returns how many.

        By the service rather than by a TTL index: not every server keeps to those.
        """
        found = await self._verbatims.delete_many({"fetched_at": {"$lt": before}})
        return found.deleted_count
