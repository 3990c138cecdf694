"""Portraits in the style of pictures that their project has chosen."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from avatar.adapters import styles
from avatar.adapters.openai_artist import OpenAIArtist
from avatar.adapters.styles import ProjectStyles
from openai_server.running import RunningServer
from suara import object_keys
from suara.mongo import Database
from suara.storage import Object, ObjectStore

Connect = Callable[..., OpenAIArtist]
CONTENTS = (b"one picture", b"another picture", b"and a third")


async def chosen(database: Database, project_id: UUID, ids: list[str]) -> None:
    await database.project_settings.update_one(
        {"_id": project_id}, {"$set": {"style_reference_images": ids}}, upsert=True
    )


async def uploaded(
    database: Database, objects: ObjectStore, project_id: UUID, *contents: bytes
) -> list[str]:
    """As the gateway does it: the ids."""
    ids = [object_keys.image_id(project_id, content, "png") for content in contents]
    for image_id, content in zip(ids, contents, strict=True):
        key = object_keys.image(project_id, image_id)
        await objects.put(Object(key, content, "image/png"))
        document = {"image_id": image_id, "content_type": "image/png"}
        await database.images.insert_one({"_id": f"{project_id}/{image_id}"} | document)
    return ids


async def test_a_portrait_is_drawn_like_the_pictures_of_its_project(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    project_id = studio.unmatched.project_id
    ids = await uploaded(studio.database, studio.objects, project_id, *CONTENTS[:2])
    await chosen(studio.database, project_id, [*ids, f"{uuid4()}.png"])
    studio.equip(connect())

    [rendered] = await studio.render()

    assert rendered.avatar_source == "openai"
    [asked] = server.log(bodies=True)["bodies"]
    assert "of the pictures given" in asked["prompt"]
    assert [(file["name"], file["type"], file["sha256"]) for file in asked["files"]] == [
        (image_id, "image/png", hashlib.sha256(content).hexdigest())
        for image_id, content in zip(ids, CONTENTS[:2], strict=True)
    ]


async def test_a_project_that_has_chosen_nothing_gets_the_usual_style(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    await chosen(studio.database, studio.unmatched.project_id, [])
    studio.equip(connect())
    await studio.render()
    [request] = server.log()["requests"]
    assert request["path"] == "/v1/images/generations"


async def test_where_the_model_does_not_like_them_the_built_in_artist_draws(
    studio: Any, connect: Connect, server: RunningServer
) -> None:
    project_id = studio.unmatched.project_id
    ids = await uploaded(studio.database, studio.objects, project_id, CONTENTS[0])
    await chosen(studio.database, project_id, ids)
    server.control(script=["bad_request"])
    studio.equip(connect())
    [rendered] = await studio.render()
    assert rendered.avatar_source == "local"


async def test_a_change_of_the_choice_counts_at_once(
    database: Database, objects: ObjectStore
) -> None:
    project_id = uuid4()
    ids = await uploaded(database, objects, project_id, *CONTENTS)
    found = ProjectStyles(database, objects)
    for wanted in ([ids[0]], [ids[2], ids[0]], [], [ids[1], ids[1]]):
        await chosen(database, project_id, wanted)
        named = [reference.name for reference in await found.references(project_id)]
        assert named == list(dict.fromkeys(wanted))


async def test_a_picture_of_another_project_is_none(
    database: Database, objects: ObjectStore
) -> None:
    [image_id] = await uploaded(database, objects, uuid4(), CONTENTS[0])
    assert list(await ProjectStyles(database, objects).images(uuid4(), [image_id])) == []


async def test_sixteen_pictures_are_the_most(database: Database, objects: ObjectStore) -> None:
    project_id = uuid4()
    contents = [f"picture {number}".encode() for number in range(17)]
    ids = await uploaded(database, objects, project_id, *contents)
    found = await ProjectStyles(database, objects).images(project_id, ids)
    assert [reference.content for reference in found] == contents[:16]


async def test_no_more_is_kept_in_memory_than_is_said(
    database: Database, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(styles, "KEPT_BYTES", len(CONTENTS[0]) + len(CONTENTS[1]))
    project_id = uuid4()
    ids = await uploaded(database, objects, project_id, *CONTENTS)
    found = ProjectStyles(database, objects)
    await found.images(project_id, ids)
    await objects.delete(*(object_keys.image(project_id, image_id) for image_id in ids))
    kept = [reference.content for reference in await found.images(project_id, ids)]
    assert kept
    assert sum(map(len, kept)) <= styles.KEPT_BYTES
