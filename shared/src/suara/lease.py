"""A lease on a duty that only one process at a time may do."""

import asyncio
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from suara.mongo import Database

_log = structlog.get_logger()


class Lease:
    """Held by the process that renews it; free for others once it has run out.

    Runs on the server's clock, so that processes need not agree about the time.
    """

    def __init__(self, database: Database, name: str, seconds: float = 6.0) -> None:
        self._leases = database.leases
        self._name = name
        self._seconds = seconds
        self._me = str(uuid4())
        self._held_until = 0.0

    @property
    def held(self) -> bool:
        """Whether nobody else can hold it, with a second to spare for what is under way."""
        return time.monotonic() < self._held_until

    async def keep(self, taken: Callable[[], None]) -> None:
        """Take the lease when it is free and renew it in time, until cancelled.

        taken: called each time it is newly held.
        """
        while True:
            before = self.held
            try:
                await self._take()
            except PyMongoError as error:
                _log.warning("lease.unreachable", lease=self._name, error=repr(error))
            if self.held and not before:
                _log.info("lease.taken", lease=self._name)
                taken()
            await asyncio.sleep(self._seconds / 3)

    async def release(self) -> None:
        """Let another process have it at once."""
        self._held_until = 0.0
        await self._leases.update_one(
            {"_id": self._name, "holder": self._me}, {"$set": {"holder": None, "until": 0}}
        )

    async def _take(self) -> None:
        asked = time.monotonic()
        now = {"$toLong": "$$NOW"}
        free = {
            "$or": [
                {"$eq": ["$holder", self._me]},
                {"$lt": [{"$ifNull": ["$until", 0]}, now]},
            ]
        }
        until = {"$add": [now, int(self._seconds * 1000)]}
        update = {
            "holder": {"$cond": [free, self._me, "$holder"]},
            "until": {"$cond": [free, until, "$until"]},
        }
        lease = await self._leases.find_one_and_update(
            {"_id": self._name},
            [{"$set": update}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        mine = lease["holder"] == self._me
        self._held_until = asked + self._seconds - 1 if mine else 0.0
