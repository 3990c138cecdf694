"""The avatar service's part: drawn once, stored, and nothing left of what nobody waits for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from avatar.adapters.album import MongoAlbum
from avatar.adapters.references import MongoReferences
from avatar.clearing import Clearing
from avatar.prompt_portraits import PromptPortraits
from suara import object_keys
from suara.errors import OutageError
from suara.events import Event, PromptPortraitRendered, PromptPortraitRequested
from suara.kafka.routes import Context
from suara.mongo import Database
from suara.storage import Object, ObjectStore


class Easel:
    """A painter that needs no provider. meanwhile: what happens while it draws."""

    def __init__(self) -> None:
        self.drawn = 0
        self.meanwhile: Any = None

    async def draw(self, _: PromptPortraitRequested) -> bytes:
        self.drawn += 1
        if self.meanwhile:
            await self.meanwhile()
        file = BytesIO()
        Image.new("RGB", (300, 300), (self.drawn, 0, 0)).save(file, "PNG")
        return file.getvalue()


class FlakyStore(ObjectStore):
    """Away for the first `put`."""

    away = True

    async def put(self, *objects: Object) -> None:
        if self.away:
            self.away = False
            raise OutageError("S3 cannot be reached")
        await super().put(*objects)


class Room:
    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self.database, self.objects, self.easel = database, objects, Easel()
        self.request = PromptPortraitRequested(
            company_id=uuid4(),
            project_id=uuid4(),
            persona_id=uuid4(),
            request_id=uuid4(),
            system_prompt="You are a nurse.",
            model="gpt-image-1",
            expires_at=datetime.now(UTC) + timedelta(seconds=60),
        )
        clearing = Clearing(objects, MongoReferences(database))
        self.portraits = PromptPortraits(self.easel, MongoAlbum(database), objects, clearing)

    async def furnish(self) -> None:
        asked, scope = self.request, {"company_id": self.request.company_id}
        await self.database.projects.insert_one({"_id": asked.project_id, **scope})
        portrait = {"request_id": asked.request_id, "image_id": None}
        persona = {"_id": asked.persona_id, "project_id": asked.project_id, "portrait": portrait}
        await self.database.prompt_personas.insert_one(persona | scope)

    async def draw(self, **changed: Any) -> Sequence[Event]:
        request = self.request.model_copy(update=changed)
        return await self.portraits.draw(request, Context(uuid4(), datetime.now(UTC), 1))

    async def persona(self) -> dict[str, Any]:
        return await self.database.prompt_personas.find_one({"_id": self.request.persona_id}) or {}

    async def left(self) -> tuple[int, int]:
        """How many objects and images the project has."""
        prefix = object_keys.images_of_project(self.request.project_id)
        objects = [found async for page in self.objects.under(prefix) for found in page]
        query = {"project_id": self.request.project_id}
        return len(objects), await self.database.images.count_documents(query)


@pytest.fixture
async def room(database: Database, objects: ObjectStore) -> Room:
    room = Room(database, objects)
    await room.furnish()
    return room


async def test_the_image_is_stored_and_the_persona_s(room: Room) -> None:
    [reply] = await room.draw()
    assert isinstance(reply, PromptPortraitRendered)
    image = await room.database.images.find_one({})
    assert image is not None
    assert image["image_id"] == reply.image_id == (await room.persona())["image_id"]
    assert (image["width"], image["height"], image["source"]) == (300, 300, "generated")
    assert image["request_id"] == room.request.request_id
    assert await room.left() == (1, 1)


async def test_delivered_again_it_is_not_drawn_again(room: Room) -> None:
    assert await room.draw() == await room.draw()
    assert room.easel.drawn == 1


async def test_an_outage_of_the_store_does_not_pay_twice(room: Room, objects: Any) -> None:
    flaky = FlakyStore.__new__(FlakyStore)
    flaky.__dict__ = objects.__dict__
    room.portraits = replace(room.portraits, objects=flaky)
    with pytest.raises(OutageError):
        await room.draw()
    # Kept through the deadline: it is paid for.
    [reply] = await room.draw(expires_at=datetime.now(UTC))
    assert isinstance(reply, PromptPortraitRendered)
    assert room.easel.drawn == 1


async def test_an_expired_request_is_not_drawn(room: Room) -> None:
    assert await room.draw(expires_at=datetime.now(UTC)) == []
    assert room.easel.drawn == 0


@pytest.mark.parametrize("collection", ["prompt_personas", "projects"])
async def test_what_was_deleted_meanwhile_keeps_no_image(room: Room, collection: str) -> None:
    async def deleted() -> None:
        await room.database[collection].delete_many({})

    room.easel.meanwhile = deleted
    assert await room.draw() == []
    assert room.easel.drawn == 1
    assert await room.left() == (0, 0)


async def test_a_later_request_is_not_overtaken_by_an_earlier_one(room: Room) -> None:
    async def another() -> None:
        change = {"$set": {"portrait.request_id": uuid4()}}
        await room.database.prompt_personas.update_one({}, change)

    room.easel.meanwhile = another
    assert await room.draw() == []
    assert "image_id" not in await room.persona()
    assert await room.left() == (0, 0)


@pytest.mark.parametrize("shown_by", ["nobody", "persona", "style", "upload"])
async def test_the_former_image_goes_unless_something_else_shows_it(
    room: Room, shown_by: str
) -> None:
    await room.draw()
    former, project = (await room.persona())["image_id"], room.request.project_id
    if shown_by == "persona":
        other = {"_id": uuid4(), "project_id": project, "image_id": former}
        await room.database.prompt_personas.insert_one(other)
    elif shown_by == "style":
        settings = {"_id": project, "style_reference_images": [former]}
        await room.database.project_settings.insert_one(settings)
    elif shown_by == "upload":
        await room.database.images.update_one({}, {"$set": {"source": "upload"}})
    again = uuid4()
    await room.database.prompt_personas.update_one(
        {"_id": room.request.persona_id},
        {"$set": {"portrait": {"request_id": again, "image_id": None}}},
    )

    [reply] = await room.draw(request_id=again)

    assert (await room.persona())["image_id"] == reply.model_dump()["image_id"] != former
    kept = 1 if shown_by == "nobody" else 2
    assert await room.left() == (kept, kept)
