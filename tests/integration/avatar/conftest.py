"""The avatar service in the middle of a generation of one persona."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.personas import MongoPersonas
from avatar.handlers import Handlers
from avatar.ports import Artist, Objects
from suara.events import Event, GenerationRequested, PersonaUnmatched
from suara.generation import Stage, advance
from suara.kafka.routes import Context
from suara.llm.budget import MongoBudget
from suara.mongo import Database
from suara.storage import ObjectStore
from suara.testing.samples import a_running_group, about


class Studio:
    """Its handlers, and what they work on."""

    def __init__(self, database: Database, objects: ObjectStore, run: GenerationRequested) -> None:
        self.database = database
        self.objects = objects
        self.run = run
        self.unmatched = about(PersonaUnmatched, run)
        self.equip(LocalArtist())

    def equip(self, artist: Artist, objects: Objects | None = None, budget: int = 0) -> None:
        self.handlers = Handlers(
            artist,
            LocalArtist(),
            objects or self.objects,
            MongoPersonas(self.database),
            MongoBudget(self.database, budget),
        )

    async def render(self, event_id: object = None) -> Sequence[Event]:
        return await self.handlers.render(self.unmatched, self.context(event_id))

    @staticmethod
    def context(event_id: object = None) -> Context:
        return Context(event_id or uuid4(), datetime.now(UTC), 1)

    async def text_is_written(self) -> None:
        step = (Stage.WRITTEN, self.unmatched.persona_id)
        await advance(self.database, self.unmatched, uuid4(), [step])

    async def group(self) -> dict[str, Any]:
        found = await self.database.groups.find_one({"_id": self.run.group_id})
        assert found is not None
        return found

    async def persona(self) -> dict[str, Any]:
        found = await self.database.personas.find_one({"_id": self.unmatched.persona_id})
        assert found is not None
        return found


@pytest.fixture
async def studio(database: Database, objects: ObjectStore) -> Studio:
    run = await a_running_group(database, total=1)
    studio = Studio(database, objects, run)
    await database.personas.insert_one({"_id": studio.unmatched.persona_id})
    return studio
