"""What belonged to something deleted goes, in a real S3; what somebody still has stays."""

from typing import Any
from uuid import uuid4

import pytest

from suara import object_keys
from suara.events import AvatarRequested, GroupDeleted, PersonaDeleted, ProjectDeleted
from suara.storage import Object
from suara.testing.samples import about, an_event


@pytest.fixture
def delete(studio: Any) -> Any:
    """What the gateway does, and what this service does when told, twice."""

    async def deleted(kind: Any) -> None:
        await studio.database.personas.delete_many({})
        handle = {
            PersonaDeleted: studio.clearing.persona_deleted,
            GroupDeleted: studio.clearing.group_deleted,
        }[kind]
        event = about(kind, studio.run)
        for _ in range(2):
            assert await handle(event, studio.context()) == []

    return deleted


KINDS = pytest.mark.parametrize("kind", [PersonaDeleted, GroupDeleted])


@KINDS
async def test_portraits_go_with_their_persona_or_group(
    kind: Any, studio: Any, delete: Any
) -> None:
    await studio.render()
    assert len(await studio.objects_left()) == 4
    await delete(kind)
    assert await studio.objects_left() == []


@KINDS
async def test_a_portrait_stays_that_a_library_persona_has(
    kind: Any, studio: Any, delete: Any
) -> None:
    await studio.render()
    keys = (await studio.persona())["avatar_keys"]
    await studio.database.library_personas.insert_one({"_id": uuid4(), "avatar_keys": keys})
    await delete(kind)
    assert await studio.objects_left() == sorted(keys.values())


async def test_other_groups_keep_their_portraits(studio: Any, delete: Any) -> None:
    await studio.render()
    other = object_keys.portrait(uuid4(), uuid4(), b"another", (128,))["image"]
    await studio.objects.put(Object(other, b"another", "image/png"))
    await delete(GroupDeleted)
    assert await studio.objects.get(other) == b"another"


async def test_images_go_with_their_project(studio: Any) -> None:
    event = an_event(ProjectDeleted, project_id=uuid4())
    key = object_keys.image(event.project_id, f"{uuid4()}.png")
    other = object_keys.image(uuid4(), f"{uuid4()}.png")
    await studio.objects.put(*(Object(name, b"picture", "image/png") for name in (key, other)))

    for _ in range(2):
        await studio.clearing.project_deleted(event, studio.context())

    assert await studio.objects.get(key) is None
    assert await studio.objects.get(other) == b"picture"


class DeletedMeanwhile:
    """An artist during whose work the persona is deleted, and its objects are removed."""

    def __init__(self, artist: Any, delete: Any) -> None:
        self._artist = artist
        self._delete = delete

    async def draw(self, subject: Any) -> Any:
        picture = await self._artist.draw(subject)
        await self._delete(PersonaDeleted)
        return picture


async def test_a_portrait_of_a_persona_deleted_meanwhile_does_not_stay(
    studio: Any, delete: Any
) -> None:
    studio.equip(DeletedMeanwhile(studio.handlers.drawing.artist, delete))
    assert await studio.render() == []
    assert await studio.objects_left() == []


async def test_a_request_for_a_persona_that_is_gone_clears_what_was_left(studio: Any) -> None:
    await studio.render()
    await studio.database.personas.delete_many({})
    event = about(AvatarRequested, studio.run)
    assert await studio.handlers.redraw(event, studio.context()) == []
    assert await studio.objects_left() == []
