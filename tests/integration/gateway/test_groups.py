"""Projects and persona groups: what clients create, read, change and delete."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

FIELDS = {
    "name": "Metro Manila Millennials",
    "age_min": 25,
    "age_max": 35,
    "gender": "Female",
    "location": "Manila, Philippines",
    "income_level": "Middle",
    "occupation": "Office worker",
    "persona_count": 7,
}


async def test_a_project_is_created_listed_read_and_deleted(api: Any) -> None:
    created = await api.post("/api/v1/projects", json={"name": " Study ", "description": "a\nb"})
    project = created.json()

    assert created.status_code == 201
    assert project.keys() == {"id", "name", "description", "created_at"}
    assert (project["name"], project["description"]) == ("Study", "a\nb")
    assert (await api.get("/api/v1/projects")).json() == [project]
    path = f"/api/v1/projects/{project['id']}"
    assert (await api.get(path)).json() == project
    deleted = await api.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert (await api.get(path)).status_code == 404
    assert (await api.get("/api/v1/projects")).json() == []


async def test_a_group_shows_exactly_the_documented_fields(api: Any) -> None:
    groups = await api.project()
    created = await api.post(groups, json=FIELDS)
    group = created.json()

    assert created.status_code == 201
    assert group | FIELDS == group
    assert group.keys() - FIELDS.keys() == {
        "id",
        "project_id",
        "generation_status",
        "generation_progress",
        "usage",
        "created_at",
        "updated_at",
    }
    assert group["project_id"] in groups
    assert UUID(group["id"])
    assert group["generation_status"] == "pending"
    assert group["generation_progress"] == "Not started"
    assert set(group["usage"].values()) == {0}
    assert group["created_at"].endswith("Z")
    assert datetime.fromisoformat(group["created_at"])
    assert (await api.get(f"{groups}/{group['id']}")).json() == group
    assert (await api.get(groups)).json() == [group]


async def test_only_a_name_is_required_and_five_personas_are_the_default(api: Any) -> None:
    group = (await api.post(await api.project(), json={"name": "Anybody"})).json()

    assert group["persona_count"] == 5
    open_fields = ("age_min", "age_max", "gender", "location", "income_level", "occupation")
    assert [group[field] for field in open_fields] == [None] * 6
    assert "Philippines is assumed" in group["generation_progress"]


async def test_a_location_without_sourced_data_is_accepted_and_said_so(api: Any) -> None:
    group = await api.group(location="Berlin, Germany")

    assert (await api.get(group)).json()["generation_progress"] == (
        "Not started. Germany has no sourced market data yet: personas will use plainer grounding"
    )


async def test_a_patch_changes_only_what_it_names_and_null_clears(api: Any) -> None:
    group = await api.group(**FIELDS)
    before = (await api.get(group)).json()

    changed = await api.patch(group, json={"age_max": 40, "occupation": None})

    assert changed.status_code == 200
    expected = before | {"age_max": 40, "occupation": None}
    assert changed.json() | {"updated_at": ""} == expected | {"updated_at": ""}
    assert changed.json()["updated_at"] >= before["updated_at"]
    assert (await api.get(group)).json() == changed.json()


async def test_a_patched_location_renews_the_note_on_grounding(api: Any) -> None:
    group = await api.group()

    abroad = await api.patch(group, json={"location": "Tokyo, Japan"})
    assert "Japan has no sourced" in abroad.json()["generation_progress"]
    home = await api.patch(group, json={"location": "Hanoi, Vietnam"})
    assert home.json()["generation_progress"] == "Not started"


async def test_deleting_a_group_or_its_project_leaves_nothing(api: Any, database: Any) -> None:
    first, second = await api.group(), await api.group()
    await database.personas.insert_one(
        {
            "_id": UUID(int=UUID(first.split("/")[-1]).int ^ 1),
            "company_id": api.company,
            "project_id": UUID(first.split("/")[4]),
            "group_id": UUID(first.split("/")[-1]),
        }
    )

    assert (await api.delete(first)).status_code == 204
    assert (await api.get(first)).status_code == 404
    assert (await api.delete(first)).status_code == 404
    assert (await api.delete(second.split("/persona-groups")[0])).status_code == 204
    assert (await api.get(second)).status_code == 404
    for collection in (database.groups, database.personas):
        assert await collection.count_documents({"company_id": api.company}) == 0


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "Urban millennial women in Manila aged 25-32 who use GCash and shop on Shopee at "
            "least twice a week",
            {"age_min": 25, "age_max": 32, "gender": "Female", "location": "Manila, Philippines"},
        ),
        ("people in Vietnam", {"location": "Vietnam"}),
    ],
)
async def test_a_prompt_becomes_fields_that_a_group_accepts(
    api: Any, prompt: str, expected: dict[str, Any]
) -> None:
    groups = await api.project()
    parsed = await api.post(f"{groups}/parse-prompt", json={"prompt": prompt})

    assert parsed.status_code == 200
    assert parsed.json() | expected == parsed.json()
    assert None not in parsed.json().values()
    assert (await api.get(groups)).json() == []
    fields = {"name": "fallback"} | parsed.json()
    assert (await api.post(groups, json=fields)).status_code == 201
