"""People into `library_vectors`, as promotion would put them there, one a second."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bson.binary import Binary
from pymongo import MongoClient

from library_bench.people import People

COMPANY = UUID(int=7)
_BATCH = 5_000


def store(url: str, database: str, crowd: People) -> None:
    """Write them all."""
    client: MongoClient[dict[str, object]] = MongoClient(url, uuidRepresentation="standard")
    vectors = client[database].library_vectors
    vectors.create_index("changed")
    batch: list[dict[str, object]] = []
    for document in _documents(crowd):
        batch.append(document)
        if len(batch) == _BATCH:
            vectors.insert_many(batch, ordered=False)
            batch = []
    if batch:
        vectors.insert_many(batch, ordered=False)
    client.close()


def _documents(crowd: People) -> Iterator[dict[str, object]]:
    began = datetime(2025, 1, 1, tzinfo=UTC)
    for row, origin in enumerate(crowd.origin):
        cast = crowd.casts[origin]
        yield {
            "_id": UUID(bytes=crowd.ids[row].tobytes()),
            "company_id": COMPANY,
            "status": "active",
            "market": cast.market,
            "gender": cast.gender,
            "income_level": cast.income_level,
            "location": crowd.locations[crowd.location[row]],
            "age": int(crowd.ages[row]),
            "occupation": cast.occupation,
            "dispositions": Binary(crowd.dispositions[row].tobytes()),
            "changed": began + timedelta(seconds=row),
        }
