"""Prompt personas: unique names, partial changes, and portraits that go with their persona."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from api_gateway.domain.images import Image
from api_gateway.domain.scope import InProject
from suara import object_keys
from suara.storage import Object

IMAGE = "a1b2c3d4-e5f6-7890-abcd-ef1234567890.png"
SET = {
    "name": "impatient-user",
    "description": "A user who wants quick answers",
    "systemPrompt": "You are impatient.",
}


@pytest.fixture
async def path(api: Any) -> str:
    """The path of a new project's prompt personas."""
    created = await api.post("/api/v1/projects", json={"name": "Chat agent"})
    return f"/api/projects/{created.json()['id']}/personas"


@pytest.fixture
def store_image(api: Any, database: Any, objects: Any) -> Any:
    """Leaves an image in the project of that path."""

    async def store(path: str, image_id: str = IMAGE, source: str = "generated") -> str:
        project = UUID(path.split("/")[3])
        await database.images.insert_one(
            {
                "_id": f"{project}/{image_id}", "image_id": image_id, "company_id": api.company,
                "project_id": project, "content_type": "image/png", "width": 1, "height": 1,
                "bytes": 3, "source": source, "created_at": "2026-01-28T10:00:00Z",
            }
        )  # fmt: skip
        key = object_keys.image(project, image_id)
        await objects.put(Object(key, b"png", "image/png"))
        return key

    return store


async def test_of_ten_at_once_with_one_name_one_is_made(api: Any, path: str) -> None:
    made = await asyncio.gather(*(api.post(path, json={"name": "same"}) for _ in range(10)))

    assert sorted(response.status_code for response in made) == [201] + [409] * 9
    assert {r.json()["detail"] for r in made if r.status_code == 409} == {
        "Persona with name already exists"
    }
    assert len((await api.get(path)).json()) == 1


async def test_names_are_unique_within_a_project_only(api: Any, path: str) -> None:
    other = (await api.post("/api/v1/projects", json={"name": "Other"})).json()["id"]
    for where in (path, f"/api/projects/{other}/personas"):
        assert (await api.post(where, json={"name": "same"})).status_code == 201


async def test_the_oldest_persona_is_listed_first(api: Any, path: str) -> None:
    for name in ("b", "a", "c"):
        await api.post(path, json={"name": name})

    assert [one["name"] for one in (await api.get(path)).json()] == ["b", "a", "c"]


async def test_only_fields_that_are_sent_change_and_null_clears(api: Any, path: str) -> None:
    created = (await api.post(path, json=SET)).json()
    one = f"{path}/{created['id']}"

    changed = (await api.put(one, json={"systemPrompt": "You are patient."})).json()
    assert changed == created | {
        "systemPrompt": "You are patient.",
        "updatedAt": changed["updatedAt"],
    }
    assert changed["updatedAt"] >= created["updatedAt"]

    cleared = (await api.put(one, json={"description": None, "systemPrompt": None})).json()
    assert cleared.keys() == {"id", "name", "createdAt", "updatedAt"}
    assert cleared == (await api.get(one)).json()


async def test_an_answer_can_be_changed_and_sent_back(api: Any, path: str) -> None:
    created = (await api.post(path, json=SET)).json()

    changed = await api.put(f"{path}/{created['id']}", json=created | {"name": "new"})

    assert changed.status_code == 200
    assert changed.json()["id"] == created["id"]
    assert changed.json()["createdAt"] == created["createdAt"]


async def test_a_persona_may_keep_its_name_but_not_take_another_s(api: Any, path: str) -> None:
    await api.post(path, json={"name": "first"})
    second = (await api.post(path, json={"name": "second"})).json()

    assert (await api.put(f"{path}/{second['id']}", json={"name": "second"})).status_code == 200
    assert (await api.put(f"{path}/{second['id']}", json={"name": "first"})).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "x" * 201}, "name"),
        ({"name": "a\u0000b"}, "name"),
        ({"name": 7}, "name"),
        ({"description": "x" * 2_001}, "description"),
        ({"systemPrompt": "x" * 32_001}, "systemPrompt"),
        ({"systemPrompt": "a\u0007b"}, "systemPrompt"),
        ({"system_prompt": "x"}, "system_prompt"),
        ({"colour": "red"}, "colour"),
        ({"headers": ["X-A: 1"]}, "headers"),
        ({"headers": {"X-A": 1}}, "headers.X-A"),
    ],
)
async def test_a_malformed_field_is_named(
    api: Any, path: str, change: dict[str, Any], field: str
) -> None:
    created = (await api.post(path, json=SET)).json()
    answers = [
        await api.post(path, json={"name": "other"} | change),
        await api.put(f"{path}/{created['id']}", json=change),
    ]
    for refused in answers:
        assert refused.status_code == 400
        assert refused.headers["content-type"] == "application/problem+json"
        assert [error["field"] for error in refused.json()["errors"]] == [field]


async def test_several_faults_are_all_named(api: Any, path: str) -> None:
    refused = await api.post(path, json={"description": 1, "colour": "red"})

    assert refused.status_code == 400
    assert refused.json()["detail"] == "Name is required"
    named = {error["field"] for error in refused.json()["errors"]}
    assert named == {"name", "description", "colour"}


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"'])
async def test_a_body_that_is_no_object_is_refused(api: Any, path: str, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await api.post(path, content=body, headers=headers)).status_code == 400


async def test_projects_and_personas_of_others_are_not_there(
    api: Any, path: str, shared: Any, login: Any
) -> None:
    created = (await api.post(path, json=SET)).json()
    stranger = login(shared[0])
    one = f"{path}/{created['id']}"
    for method, where, body in (
        ("GET", path, None), ("POST", path, {"name": "x"}), ("GET", one, None),
        ("PUT", one, {"name": "x"}), ("DELETE", one, None), ("GET", f"{one}/headers", None),
    ):  # fmt: skip
        answer = await stranger.request(method, where, json=body)
        assert (answer.status_code, answer.json()["detail"]) == (404, "Project not found")
    assert (await api.get(one)).json() == created


async def test_an_image_is_one_of_this_project(api: Any, path: str, store_image: Any) -> None:
    other = (await api.post("/api/v1/projects", json={"name": "Other"})).json()["id"]
    await store_image(f"/api/projects/{other}/personas")
    one = f"{path}/{(await api.post(path, json=SET)).json()['id']}"

    refused = await api.put(one, json={"imageUrl": IMAGE})
    assert refused.status_code == 400
    assert refused.json()["detail"] == "imageUrl must be the id of an image of this project"
    missing = await api.put(f"{path}/{uuid4()}", json={"imageUrl": IMAGE})
    assert missing.json()["detail"] == "Persona not found"

    await store_image(path)
    assert (await api.put(one, json={"imageUrl": IMAGE})).json()["imageUrl"] == IMAGE
    assert "imageUrl" not in (await api.put(one, json={"imageUrl": None})).json()


@pytest.mark.parametrize("source", ["generated", "imported", "upload"])
async def test_a_portrait_goes_with_its_persona_unless_somebody_brought_it(
    api: Any, path: str, store_image: Any, database: Any, objects: Any, source: str
) -> None:
    key = await store_image(path, source=source)
    one = f"{path}/{(await api.post(path, json=SET)).json()['id']}"
    await api.put(one, json={"imageUrl": IMAGE})

    assert (await api.delete(one)).status_code == 204

    kept = source == "upload"
    assert (await objects.get(key) is not None) == kept
    assert await database.images.count_documents({"company_id": api.company}) == kept


async def test_a_portrait_that_others_show_stays(
    api: Any, path: str, store_image: Any, objects: Any
) -> None:
    key = await store_image(path)
    settings = path.replace("personas", "settings")
    first, second = [
        f"{path}/{(await api.post(path, json={'name': name})).json()['id']}" for name in "ab"
    ]
    for one in (first, second):
        await api.put(one, json={"imageUrl": IMAGE})
    await api.put(settings, json={"styleReferenceImages": [IMAGE]})

    await api.delete(first)
    await api.put(settings, json={"styleReferenceImages": None})
    assert await objects.get(key) is not None
    await api.put(settings, json={"styleReferenceImages": [IMAGE]})
    await api.delete(second)
    assert await objects.get(key) is not None


async def test_a_persona_goes_even_while_the_object_store_is_away(
    configure: Any, running: Any, login: Any
) -> None:
    settings = configure(SUARA_S3_ENDPOINT="http://127.0.0.1:9")
    async with running(settings) as app:
        api = login(app)
        project = (await api.post("/api/v1/projects", json={"name": "x"})).json()["id"]
        path = f"/api/projects/{project}/personas"
        one = f"{path}/{(await api.post(path, json=SET)).json()['id']}"
        images = app.state.gateway.stores.images
        await images.add(
            None,
            Image(
                image_id=IMAGE, company_id=api.company, project_id=UUID(project),
                content_type="image/png", width=1, height=1, bytes=3, source="generated",
                created_at=datetime(2026, 1, 28, tzinfo=UTC),
            ),
        )  # fmt: skip
        await api.put(one, json={"imageUrl": IMAGE})

        assert (await api.delete(one)).status_code == 204
        assert (await api.get(one)).status_code == 404
        where = InProject(api.company, UUID(project))
        assert await images.missing(where, [IMAGE]) == [IMAGE]
