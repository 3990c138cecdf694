"""Which group has which library personas, in MongoDB."""

from datetime import UTC, datetime
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from library.ports import Proven
from suara.events import PersonaCast
from suara.mongo import Database, Document
from suara.personas import Persona


class MongoClaims:
    """Collection `library_claims`: {_id: persona id of the slot, company_id, project_id, group_id,
    library_persona_id, claimed_at}, unique in group and library persona together.

    A claim is only ever made for somebody who may be had, and stays until it is released: so a
    delivery that comes second finds what the first will go on with. Who retires in that moment
    was claimed before. A claim whose persona is gone, with an abandoned generation, is void.
    """

    def __init__(self, database: Database) -> None:
        self._claims = database.library_claims
        self._library = database.library_personas
        self._personas = database.personas

    async def ensure_indexes(self) -> None:
        await self._claims.create_index([("group_id", 1), ("library_persona_id", 1)], unique=True)
        await self._claims.create_index([("library_persona_id", 1), ("claimed_at", -1)])

    async def made(self, event: PersonaCast) -> Proven | None:
        claim = await self._claims.find_one({"_id": event.persona_id})
        found = await self._entry(event, claim["library_persona_id"]) if claim else None
        return _proven(found) if found else None

    async def make(self, event: PersonaCast, library_persona_id: UUID) -> Proven | None:
        entry = await self._entry(event, library_persona_id)
        if not entry or entry["status"] != "active" or _first_made_in(event.group_id, entry):
            return None
        claim = {
            "_id": event.persona_id,
            "company_id": event.company_id,
            "project_id": event.project_id,
            "group_id": event.group_id,
            "library_persona_id": library_persona_id,
            "claimed_at": datetime.now(UTC),
        }
        for _ in range(2):
            try:
                await self._claims.insert_one(claim)
                return _proven(entry)
            except DuplicateKeyError:
                if not await self._void(event.group_id, library_persona_id):
                    break
        return await self.made(event)

    async def _void(self, group_id: UUID, library_persona_id: UUID) -> bool:
        """Whether there was a claim of a persona that is gone, which is now released."""
        same = {"group_id": group_id, "library_persona_id": library_persona_id}
        claim = await self._claims.find_one(same, {"_id": 1})
        if claim is None or await self._personas.find_one({"_id": claim["_id"]}, {"_id": 1}):
            return False
        await self.release(claim["_id"])
        return True

    async def release(self, persona_id: UUID) -> None:
        await self._claims.delete_one({"_id": persona_id})

    async def release_group(self, group_id: UUID) -> None:
        await self._claims.delete_many({"group_id": group_id})

    async def _entry(self, event: PersonaCast, library_persona_id: UUID) -> Document | None:
        return await self._library.find_one(
            {"_id": library_persona_id, "company_id": event.company_id},
            {"persona": 1, "avatar_keys": 1, "status": 1, "source": 1},
        )


def _first_made_in(group_id: UUID, entry: Document) -> bool:
    """A group has those it made itself."""
    source = entry.get("source") or {}
    return bool(source.get("group_id") == group_id)


def _proven(entry: Document) -> Proven:
    return Proven(
        persona=Persona.model_validate(entry["persona"]),
        avatar_keys=entry.get("avatar_keys") or {},
    )
