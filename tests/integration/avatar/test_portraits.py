"""Portraits, in a real S3 and a real MongoDB."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.personas import MongoPersonas
from avatar.handlers import Handlers, unportrayed
from suara.events import (
    AvatarFailed,
    AvatarRendered,
    Event,
    GenerationCompleted,
    GenerationRequested,
    PersonaUnmatched,
)
from suara.generation import Stage, advance
from suara.kafka.routes import Context
from suara.mongo import Database
from suara.storage import ObjectStore
from suara.testing.samples import a_running_group, about


class Studio:
    """The avatar service in the middle of a generation of one persona."""

    def __init__(self, database: Database, objects: ObjectStore, run: GenerationRequested) -> None:
        self.database = database
        self.objects = objects
        self.handlers = Handlers(LocalArtist(), objects, MongoPersonas(database))
        self.run = run
        self.unmatched = about(PersonaUnmatched, run)

    async def render(self, event_id: object = None) -> Sequence[Event]:
        return await self.handlers.render(self.unmatched, context(event_id))

    async def text_is_written(self) -> None:
        step = (Stage.WRITTEN, self.unmatched.persona_id)
        await advance(self.database, self.unmatched, uuid4(), [step])


def context(event_id: object = None) -> Context:
    return Context(event_id or uuid4(), datetime.now(UTC), 1)


@pytest.fixture
async def studio(database: Database, objects: ObjectStore) -> Studio:
    run = await a_running_group(database, total=1)
    studio = Studio(database, objects, run)
    await database.personas.insert_one({"_id": studio.unmatched.persona_id})
    return studio


async def test_a_portrait_and_its_thumbnail_are_served_for_ever(studio: Studio) -> None:
    [rendered] = await studio.render()

    async with httpx.AsyncClient() as browser:
        portrait = await browser.get(rendered.avatar_url)
        thumbnail = await browser.get(studio.objects.url(rendered.thumbnail_key))

    expected = [(portrait, "PNG", (512, 512)), (thumbnail, "WEBP", (128, 128))]
    for answer, kind, size in expected:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"image/{kind.lower()}"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        picture = Image.open(BytesIO(answer.content))
        assert (picture.format, picture.size) == (kind, size)
    assert rendered.avatar_url == studio.objects.url(rendered.image_key)


async def test_the_persona_shows_its_portrait_and_the_group_its_progress(studio: Studio) -> None:
    [rendered] = await studio.render()

    persona = await studio.database.personas.find_one({"_id": rendered.persona_id})
    group = await studio.database.groups.find_one({"_id": rendered.group_id})
    assert persona["avatar_url"] == rendered.avatar_url
    assert group["generation_progress"] == "0 of 1 persona written, 1 portrait ready"


async def test_a_redelivery_repeats_the_same_portrait(studio: Studio) -> None:
    event_id = uuid4()
    assert await studio.render(event_id) == await studio.render(event_id)


async def test_the_last_portrait_completes_the_group_also_when_redelivered(studio: Studio) -> None:
    await studio.text_is_written()
    event_id = uuid4()

    first = await studio.render(event_id)
    second = await studio.render(event_id)

    assert [type(event) for event in first] == [AvatarRendered, GenerationCompleted]
    assert first == second


async def test_a_deleted_group_gets_no_portrait(studio: Studio) -> None:
    await studio.database.groups.delete_many({})
    await studio.database.personas.delete_many({})

    assert await studio.render() == []

    assert await studio.database.personas.count_documents({}) == 0


async def test_a_group_goes_on_without_a_portrait_that_cannot_be_made(studio: Studio) -> None:
    await studio.text_is_written()
    [failed] = unportrayed(studio.unmatched, "no paper left")
    assert failed == studio.unmatched.then(AvatarFailed, reason="no paper left")

    [closing] = await studio.handlers.failed(failed, context())

    assert isinstance(closing, GenerationCompleted)
    group = await studio.database.groups.find_one({"_id": studio.run.group_id})
    text = "1 of 1 persona written, 0 portraits ready, 1 without a portrait"
    assert group["generation_progress"] == text
