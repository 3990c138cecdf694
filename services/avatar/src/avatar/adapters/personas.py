"""The personas' documents in MongoDB: this service writes what is about the portrait."""

from collections.abc import Sequence
from uuid import UUID

from avatar.ports import Portrait, Stored
from suara.events import GenerationScoped
from suara.generation import Progress, Stage, advance
from suara.llm import Usage
from suara.mongo import Database


class MongoPersonas:
    """In collection `personas`: {avatar_url, avatar_status, avatar_source, avatar_keys: {image,
    128, 256, 512}, usage: {portrait}}; the last only where a model was asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stored(self, persona_id: UUID) -> Stored | None:
        found = await self._database.personas.find_one(
            {"_id": persona_id}, {"avatar_source": 1, "avatar_keys": 1}
        )
        if found is None:
            return None
        keys = found.get("avatar_keys")
        return Stored(Portrait(keys, found["avatar_source"]) if keys else None)

    async def save(self, persona_id: UUID, portrait: Portrait, url: str, usage: Usage) -> None:
        fields = {
            "avatar_url": url,
            "avatar_status": "ready",
            "avatar_source": portrait.source,
            "avatar_keys": dict(portrait.keys),
        }
        paid = {"usage.portrait": usage.model_dump()} if usage.calls else {}
        await self._database.personas.update_one({"_id": persona_id}, {"$set": fields | paid})

    async def advance(
        self, event: GenerationScoped, event_id: UUID, steps: Sequence[tuple[Stage, UUID]]
    ) -> Progress | None:
        return await advance(self._database, event, event_id, steps)
