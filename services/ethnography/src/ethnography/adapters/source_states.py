"""What sources remember between runs and across workers, in MongoDB."""

from collections.abc import Mapping
from typing import Any

from pymongo import WriteConcern

from suara.mongo import Database


class MongoSourceStates:
    """Collection `source_states`: {_id: key, state}. Never a text, but perhaps a token."""

    def __init__(self, database: Database) -> None:
        # Journaled by most of the replica set: a token that is used up cannot be got again.
        self._states = database.source_states.with_options(
            write_concern=WriteConcern("majority", j=True)
        )

    async def load(self, key: str) -> Mapping[str, Any]:
        """Empty if nothing was saved under that key."""
        found = await self._states.find_one({"_id": key})
        return found["state"] if found else {}

    async def save(self, key: str, state: Mapping[str, Any]) -> None:
        """Returns when it is stored for good."""
        await self._states.update_one({"_id": key}, {"$set": {"state": dict(state)}}, upsert=True)
