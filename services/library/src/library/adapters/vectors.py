"""What the index is made of, in MongoDB."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime

import bson
import pymongo
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions

from library.domain.index import Entry
from suara.mongo import Database, Document

_BATCH = 10_000
_LOAD_SECONDS = 600
_OPTIONS: CodecOptions[Document] = CodecOptions(
    tz_aware=True, uuid_representation=UuidRepresentation.STANDARD
)


class MongoVectors:
    """Collection `library_vectors`: {_id, company_id, status, market, gender, income_level,
    location, age, occupation, dispositions (13 bytes), changed (the server's time)}.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vectors = database.library_vectors

    async def ensure_indexes(self) -> None:
        await self._vectors.create_index("changed")
        await self._vectors.create_index([("status", 1), ("market", 1)])

    async def now(self) -> datetime:
        """The server's time, which `changed` is in."""
        hello = await self._database.command("hello", codec_options=_OPTIONS)
        moment: datetime = hello["localTime"]
        return moment

    async def active(self) -> Mapping[str, int]:
        """How many there are in each market."""
        counted: Document = {"_id": "$market", "count": {"$sum": 1}}
        found = self._vectors.aggregate([{"$match": {"status": "active"}}, {"$group": counted}])
        return {row["_id"]: row["count"] async for row in found}

    async def batches(self) -> AsyncIterator[bytes]:
        """All of them in raw batches, which `entries` decodes: in a thread, since they are large.

        A server may put its whole answer together before it sends the first batch, so that it is
        given longer than others.
        """
        with pymongo.timeout(_LOAD_SECONDS):
            async for batch in self._vectors.find_raw_batches({}, batch_size=_BATCH):
                yield batch

    async def changed_after(self, moment: datetime | None) -> Sequence[tuple[datetime, Entry]]:
        """Those changed later than then, with the time of their change; None: all."""
        query = {"changed": {"$gt": moment}} if moment else {}
        found = await self._vectors.find(query).to_list(None)
        return [(document["changed"], _entry(document)) for document in found]


def entries(batch: bytes) -> Iterator[Entry]:
    """What a raw batch holds."""
    return map(_entry, bson.decode_all(batch, _OPTIONS))


def _entry(document: Document) -> Entry:
    return Entry(
        id=document["_id"],
        company_id=document["company_id"],
        active=document["status"] == "active",
        market=document["market"],
        gender=document["gender"],
        income_level=document["income_level"],
        location=document["location"],
        age=document["age"],
        occupation=document["occupation"],
        dispositions=document["dispositions"],
    )
