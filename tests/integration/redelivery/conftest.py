"""One small generation: a nurse whom the library has, another person, and whatever follows."""

from datetime import UTC, datetime

import pytest

from integration.redelivery import crashes
from integration.redelivery.story import Story
from integration.redelivery.world import World
from suara.mongo import Database
from suara.storage import ObjectStore


@pytest.fixture
async def story(database: Database, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> Story:
    world = World(database, objects)
    await world.prepare()
    crashes.install(monkeypatch)
    return await Story.begin(world, datetime.now(UTC))
