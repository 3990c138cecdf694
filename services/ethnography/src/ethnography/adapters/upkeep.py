"""Which markets are in use, and how fresh they are, in MongoDB."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from ethnography.domain.freshness import Upkeep
from suara.mongo import Database, Document

# So many answered requests of a market are known again when the broker delivers them twice.
_REMEMBERED = 100


class MongoUpkeeps:
    """Collection `upkeep`: {_id: market, refreshed_at, failed_at, requests, answered}."""

    def __init__(self, database: Database) -> None:
        self._upkeep = database.upkeep

    async def all(self) -> Sequence[Upkeep]:
        return [_upkeep(document) async for document in self._upkeep.find({}, {"answered": 0})]

    async def use(self, market: str) -> Upkeep:
        """The market is in use from now on."""
        with contextlib.suppress(DuplicateKeyError):  # two did so at once
            new: Document = {"$setOnInsert": {"requests": []}}
            await self._upkeep.update_one({"_id": market}, new, upsert=True)
        return _upkeep(await self._upkeep.find_one({"_id": market}) or {"_id": market})

    async def request(self, market: str, request: UUID) -> None:
        """The market is to be refreshed, unless that request was answered before."""
        await self.use(market)
        await self._upkeep.update_one(
            {"_id": market, "answered": {"$ne": request}}, {"$addToSet": {"requests": request}}
        )

    async def over(
        self, market: str, at: datetime, *, heard: bool, answering: Sequence[UUID] = ()
    ) -> None:
        """A refresh is over. Requests that came after it began are still to be answered.

        heard: whether it brought something. answering: the requests it was for.
        """
        requests = list(answering)
        answered = {"$concatArrays": [_array("$answered"), requests]}
        waiting = {"$setDifference": [_array("$requests"), requests]}
        times = {"refreshed_at": at, "failed_at": None} if heard else {"failed_at": at}
        newest = {"$slice": [answered, -_REMEMBERED]}
        await self._upkeep.update_one(
            {"_id": market},
            [{"$set": {"answered": newest, "requests": waiting, **times}}],
            upsert=True,
        )


def _array(field: str) -> Document:
    return {"$ifNull": [field, []]}


def _upkeep(document: Document) -> Upkeep:
    return Upkeep(
        market=document["_id"],
        refreshed_at=document.get("refreshed_at"),
        failed_at=document.get("failed_at"),
        requests=tuple(document.get("requests", ())),
    )
