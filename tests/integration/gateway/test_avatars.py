"""Portraits of generated personas: what clients see of them, and another one on request."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from suara import object_keys
from suara.events import AvatarRequested, Event, GroupDeleted, ProjectDeleted
from suara.mongo import connect
from suara.personas import Persona
from suara.storage import Object, ObjectStore
from suara.testing.samples import a_cast, a_persona, an_id

SIZES = (128, 256, 512)
Leave = Callable[..., Awaitable[str]]


def leave_in(database: Any, company: UUID) -> Leave:
    """Does what generator and avatar do: leaves a persona. Returns its path."""

    async def leave(path: str, persona: Persona | None = None, **fields: Any) -> str:
        project, group = (UUID(part) for part in path.split("/")[4:7:2])
        written = persona or a_persona(id=uuid4(), created_at=datetime.now(UTC))
        document = {
            "_id": written.id,
            "company_id": company,
            "project_id": project,
            "group_id": group,
            "generation_id": written.provenance.generation_id,
            "slot": 0,
            "cast": a_cast().model_dump(mode="json"),
            "persona": written.model_dump(mode="json"),
        }
        await database.personas.insert_one(document | fields)
        return f"{path}/personas/{written.id}"

    return leave


@pytest.fixture
def leave(api: Any, database: Any) -> Leave:
    return leave_in(database, api.company)


async def told(published: Any, settings: Any, kind: type[Event], key: str) -> list[Any]:
    """The events of a kind and key, as soon as there are any: the shared topic has others, too."""
    async with asyncio.timeout(20):
        while True:
            events = [one.data for one in await published(settings, kind.topic, 1, seconds=0)]
            if found := [one for one in events if isinstance(one, kind) and one.key == key]:
                return found


def keys() -> dict[str, str]:
    return object_keys.portrait(uuid4(), uuid4(), b"picture", SIZES)


def drawn(**fields: Any) -> dict[str, Any]:
    ready = {"avatar_status": "ready", "avatar_source": "local", "avatar_url": "http://old/a.png"}
    return ready | {"avatar_keys": keys()} | fields


async def test_a_portrait_has_an_address_for_each_size(api: Any, leave: Leave, shared: Any) -> None:
    fields = drawn(avatar_source="openai")
    path = await leave(await api.group(), **fields)

    shown = (await api.get(path)).json()

    url = ObjectStore(shared[1].s3).url
    assert (shown["avatar_status"], shown["avatar_source"]) == ("ready", "openai")
    assert shown["avatar_url"] == url(fields["avatar_keys"]["image"])
    assert shown["avatar_urls"] == {
        str(size): url(fields["avatar_keys"][str(size)]) for size in SIZES
    }
    [listed] = (await api.get(path.rpartition("/")[0])).json()
    assert listed == shown


LIBRARY = {"library_persona_id": an_id("library persona")}
AT_FIRST = [
    ({}, {}, "pending", None),
    ({}, {"avatar_status": "failed"}, "failed", None),
    ({}, {"avatar_url": "http://s3/a.png"}, "ready", "http://s3/a.png"),
    (LIBRARY | {"avatar_url": "http://s3/b.png"}, {}, "ready", "http://s3/b.png"),
    (LIBRARY, {}, "failed", None),
]


@pytest.mark.parametrize(("written", "fields", "status", "url"), AT_FIRST)
async def test_a_persona_without_sizes_has_a_status_too(
    api: Any, leave: Leave, written: Any, fields: Any, status: str, url: str | None
) -> None:
    persona = a_persona(id=uuid4(), **written)
    shown = (await api.get(await leave(await api.group(), persona, **fields))).json()
    assert (shown["avatar_status"], shown["avatar_url"]) == (status, url)
    assert (shown["avatar_source"], shown["avatar_urls"]) == (None, None)


async def test_another_portrait_is_requested_and_the_one_before_shown_meanwhile(
    api: Any, leave: Leave, shared: Any, published: Any
) -> None:
    path = await leave(await api.group(), **drawn())
    before = (await api.get(path)).json()

    answer = await api.post(f"{path}/avatar")

    assert answer.status_code == 202
    assert answer.json() == before | {"avatar_status": "pending"}
    assert (await api.get(path)).json() == answer.json()
    [requested] = await told(published, shared[1], AvatarRequested, before["id"])
    assert (requested.variation, requested.cast) == (1, a_cast())
    assert str(requested.generation_id) == before["provenance"]["generation_id"]


async def test_one_request_at_a_time(api: Any, leave: Leave) -> None:
    path = await leave(await api.group(), **drawn())
    assert (await api.post(f"{path}/avatar")).status_code == 202
    refused = await api.post(f"{path}/avatar")
    assert refused.status_code == 409
    assert "being drawn already" in refused.json()["detail"]
    assert refused.headers["content-type"] == "application/problem+json"


async def test_a_first_portrait_under_way_is_waited_for(api: Any, leave: Leave) -> None:
    path = await leave(await api.group())
    assert (await api.post(f"{path}/avatar")).status_code == 409


async def test_a_lost_request_does_not_block_for_ever(
    api: Any, leave: Leave, database: Any
) -> None:
    asked_at = datetime.now(UTC) - timedelta(minutes=10, seconds=1)
    lost = {"avatar_status": "pending", "avatar_requested_at": asked_at, "avatar_variation": 3}
    path = await leave(await api.group(), **drawn(**lost))
    assert (await api.post(f"{path}/avatar")).status_code == 202
    stored = await database.personas.find_one({"_id": UUID(path.rpartition("/")[2])})
    assert stored["avatar_variation"] == 4
    assert stored["avatar_requested_at"] > asked_at


async def test_a_portrait_that_failed_can_be_requested_again(api: Any, leave: Leave) -> None:
    path = await leave(await api.group(), avatar_status="failed")
    assert (await api.post(f"{path}/avatar")).json()["avatar_status"] == "pending"


async def test_the_portrait_of_a_library_persona_is_not_drawn_again(api: Any, leave: Leave) -> None:
    persona = a_persona(id=uuid4(), avatar_url="http://s3/b.png", **LIBRARY)
    refused = await api.post(f"{await leave(await api.group(), persona)}/avatar")
    assert refused.status_code == 409
    assert "belongs to the library persona" in refused.json()["detail"]


async def test_only_a_finished_persona_of_ones_own_is_portrayed(
    api: Any, leave: Leave, login: Any, shared: Any, database: Any
) -> None:
    group = await api.group()
    path = await leave(group, **drawn())
    unfinished = await leave(group, **drawn())
    unwritten = {"_id": UUID(unfinished.rpartition("/")[2])}, {"$unset": {"persona": 1}}
    await database.personas.update_one(*unwritten)
    assert (await login(shared[0]).post(f"{path}/avatar")).status_code == 404
    for nobody in (unfinished, f"{group}/personas/{uuid4()}"):
        assert (await api.post(f"{nobody}/avatar")).status_code == 404
    assert (await api.post(f"{path[:-4]}/avatar")).status_code == 422


async def test_a_deleted_project_takes_all_that_was_in_it(
    api: Any, leave: Leave, database: Any, shared: Any, published: Any
) -> None:
    path = await api.group()
    await leave(path)
    project = UUID(path.split("/")[4])
    inside = {"company_id": api.company, "project_id": project}
    for name in ("prompt_personas", "images"):
        await database[name].insert_one({"_id": f"{project}/{name}", "name": name, **inside})
    await database.project_settings.insert_one({"_id": project, "company_id": api.company})

    assert (await api.delete(f"/api/v1/projects/{project}")).status_code == 204

    for name in ("personas", "groups", "prompt_personas", "images"):
        assert await database[name].count_documents(inside) == 0
    assert await database.project_settings.count_documents({"_id": project}) == 0
    assert len(await told(published, shared[1], GroupDeleted, path.split("/")[6])) == 1
    assert len(await told(published, shared[1], ProjectDeleted, str(project))) == 1


@pytest.fixture
async def signing(configure: Any, running: Any, login: Any) -> AsyncIterator[tuple[Any, Any, Any]]:
    """A client of a gateway that signs addresses, its database and its object store."""
    settings = configure(SUARA_S3_URLS="presigned", SUARA_S3_PUBLIC_URL="")
    database = connect(settings.mongo, "tests")
    async with running(settings) as app:
        yield login(app), database, ObjectStore(settings.s3)
    await database.client.drop_database(database.name)
    database.client.close()


async def test_a_signed_address_opens_the_portrait_and_an_altered_one_does_not(
    signing: tuple[Any, Any, Any],
) -> None:
    api, database, objects = signing
    fields = drawn(avatar_keys=keys())
    await objects.put(
        *(Object(key, size.encode(), "image/webp") for size, key in fields["avatar_keys"].items())
    )
    leave = leave_in(database, api.company)

    shown = (await api.get(await leave(await api.group(), **fields))).json()

    async with httpx.AsyncClient() as browser:
        for size, url in {**shown["avatar_urls"], "image": shown["avatar_url"]}.items():
            assert (await browser.get(url)).content == size.encode()
            assert (await browser.get(url.replace("-Date=2", "-Date=3"))).status_code == 403
            assert (await browser.get(url[:-1] + "x")).status_code == 403
