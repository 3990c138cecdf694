"""Portraits of generated personas: the documents name them, the object store has them."""

from collections.abc import Iterable
from uuid import UUID

from api_gateway.domain.scope import InGroup
from suara.mongo import Database, Document
from suara.object_keys import ORIGINAL
from suara.personas import Persona
from suara.storage import ObjectStore

_KEY = f"avatar_keys.{ORIGINAL}"


class Portraits:
    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self._personas = database.personas
        self._library = database.library_personas
        self._objects = objects

    async def of(self, where: InGroup, personas: Iterable[Persona]) -> dict[UUID, bytes]:
        """The PNGs that are ready, by persona. A reused persona's may be named in the library only.

        Raises OutageError if the store is away.
        """
        found: dict[UUID, bytes] = {}
        for persona in personas:
            key = await self._key(where, persona)
            content = await self._objects.get(key) if key else None
            if content is not None:
                found[persona.id] = content
        return found

    async def _key(self, where: InGroup, persona: Persona) -> str | None:
        own = {"_id": persona.id, "company_id": where.company_id, "group_id": where.group_id}
        if key := _original(await self._personas.find_one(own, {_KEY: 1})):
            return key
        if persona.library_persona_id is None:
            return None
        shared = {"_id": persona.library_persona_id, "company_id": where.company_id}
        return _original(await self._library.find_one(shared, {_KEY: 1}))


def _original(document: Document | None) -> str | None:
    keys: dict[str, str] = (document or {}).get("avatar_keys") or {}
    return keys.get(ORIGINAL)
