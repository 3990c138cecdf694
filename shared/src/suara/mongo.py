"""MongoDB: one client per process, ids as standard UUIDs, times with their zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from suara.errors import OutageError
from suara.settings import MongoSettings

Document = dict[str, Any]
Database = AsyncIOMotorDatabase[Document]

_SELECTION_TIMEOUT_MS = 5_000
# A server that takes a request and never answers counts as away.
_ANSWER_TIMEOUT_MS = 20_000


def connect(settings: MongoSettings, service: str) -> Database:
    """The database. Connects on first use; close with `database.client.close()`.

    Raises:
        pymongo.errors.ConfigurationError: the URL is malformed.
    """
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
        settings.url.get_secret_value(),
        uuidRepresentation="standard",
        tz_aware=True,
        appname=f"suara-{service}",
        serverSelectionTimeoutMS=_SELECTION_TIMEOUT_MS,
        socketTimeoutMS=_ANSWER_TIMEOUT_MS,
        maxPoolSize=32,
    )
    return client[settings.database]


@contextmanager
def connected(settings: MongoSettings, service: str) -> Iterator[Database]:
    """The database, disconnected at the end. Raises as `connect`."""
    database = connect(settings, service)
    try:
        yield database
    finally:
        database.client.close()


async def clock(database: Database) -> datetime:
    """The server's time: what `$$NOW` is in updates, for comparisons that it cannot make."""
    hello = await database.client.admin.command("hello")
    local: datetime = hello["localTime"]  # in UTC; answers of commands come without a zone
    return local.replace(tzinfo=UTC)


async def ping(database: Database) -> None:
    """For readiness: raises PyMongoError if the server does not answer, OutageError if it does so
    as no replica set.
    """
    hello = await database.client.admin.command("hello")
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise OutageError("MongoDB runs standalone; transactions need a replica set")
