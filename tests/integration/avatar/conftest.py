"""The avatar service in the middle of a generation of one persona."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
import structlog
from PIL import Image
from structlog.testing import LogCapture

from avatar import drawing
from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.openai_artist import OpenAIArtist
from avatar.adapters.personas import MongoPersonas
from avatar.adapters.references import MongoReferences
from avatar.adapters.styles import ProjectStyles
from avatar.clearing import Clearing
from avatar.drawing import Drawing
from avatar.handlers import Handlers
from avatar.ports import Artist, Objects
from openai_server.pictures import AUTHOR
from openai_server.running import RunningServer
from suara import object_keys
from suara.events import Event, GenerationRequested, PersonaUnmatched
from suara.generation import Stage, advance
from suara.kafka.routes import Context
from suara.llm import ImageModel, ImageSettings
from suara.llm.budget import MongoBudget
from suara.mongo import Database
from suara.storage import ObjectStore
from suara.testing.samples import a_running_group, about

KEY = "sk-test-0123456789abcdefghijklmnop"
Connect = Callable[..., OpenAIArtist]


class Studio:
    """Its handlers, and what they work on."""

    def __init__(self, database: Database, objects: ObjectStore, run: GenerationRequested) -> None:
        self.database = database
        self.objects = objects
        self.run = run
        self.unmatched = about(PersonaUnmatched, run)
        self.equip(LocalArtist())

    def equip(self, artist: Artist, objects: Objects | None = None, budget: int = 0) -> None:
        limit = MongoBudget(self.database, budget)
        store, personas = objects or self.objects, MongoPersonas(self.database, limit)
        self.clearing = Clearing(store, MongoReferences(self.database))
        drawn = Drawing(artist, LocalArtist(), store, personas, limit, self.clearing)
        self.handlers = Handlers(drawn, self.clearing, store, personas)

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

    async def objects_left(self) -> list[str]:
        """The keys of all portraits of the group, in order."""
        prefix = object_keys.portraits_of_group(self.run.group_id)
        return sorted([found.key async for page in self.objects.under(prefix) for found in page])


@pytest.fixture
async def studio(database: Database, objects: ObjectStore) -> Studio:
    run = await a_running_group(database, total=1)
    studio = Studio(database, objects, run)
    await database.personas.insert_one({"_id": studio.unmatched.persona_id})
    return studio


@pytest.fixture
async def connect(
    server: RunningServer, database: Database, objects: ObjectStore
) -> AsyncIterator[Connect]:
    """An artist whose model has these settings."""
    async with AsyncExitStack() as models:

        def connected(seconds: float = 20, **settings: Any) -> OpenAIArtist:
            chosen = {"images": "openai", "api_key": KEY, "base_url": server.base_url} | settings
            model = ImageModel(ImageSettings(**chosen))
            models.push_async_callback(model.close)
            return OpenAIArtist(model, ProjectStyles(database, objects), seconds)

        yield connected


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[MutableMapping[str, Any]]:
    """What the handlers log, as fields."""
    capture = LogCapture()
    monkeypatch.setattr(drawing, "log", structlog.wrap_logger(None, processors=[capture]))
    return capture.entries


@pytest.fixture
def downloaded() -> Callable[[str], Awaitable[Image.Image]]:
    """What a browser gets at an address, after a look for the test server's metadata."""
    return download


async def download(url: str) -> Image.Image:
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(url)
    assert answer.status_code == 200
    assert AUTHOR.encode() not in answer.content
    return Image.open(BytesIO(answer.content))
