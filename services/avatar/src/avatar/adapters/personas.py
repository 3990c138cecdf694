"""The personas' documents in MongoDB: this service writes `avatar_url`."""

from collections.abc import Sequence
from uuid import UUID

from suara.events import GenerationScoped
from suara.generation import Progress, Stage, advance
from suara.mongo import Database


class MongoPersonas:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def set_avatar(self, persona_id: UUID, url: str) -> None:
        await self._database.personas.update_one({"_id": persona_id}, {"$set": {"avatar_url": url}})

    async def advance(
        self, event: GenerationScoped, event_id: UUID, steps: Sequence[tuple[Stage, UUID]]
    ) -> Progress | None:
        return await advance(self._database, event, event_id, steps)
