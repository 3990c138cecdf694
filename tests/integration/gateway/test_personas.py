"""Personas, as the generator leaves them and clients see them."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from suara.personas import Evidence, Persona, Provenance

REFERENCE = {
    "id", "full_name", "age", "gender", "occupation", "location", "income_level",
    "personality_traits", "trusted_brands", "distrusted_brands", "digital_habits",
    "price_sensitivity", "psychographic_notes", "avatar_url", "library_persona_id", "created_at",
}  # fmt: skip
OURS = {
    "backstory", "values", "household", "education", "language_style", "evidence", "provenance",
    "avatar_status", "avatar_source", "avatar_urls",
}  # fmt: skip


def _persona(generation_id: UUID, **fields: Any) -> Persona:
    texts = dict.fromkeys(
        ("digital_habits", "price_sensitivity", "psychographic_notes", "backstory", "household"),
        "text",
    )
    return Persona.model_validate(
        {
            "id": uuid4(), "full_name": "Maria Santos", "age": 29, "gender": "Female",
            "occupation": "Office worker", "location": "Manila, Philippines", "market": "PH",
            "income_level": "Middle", "personality_traits": ("a", "b", "c"),
            "values": ("family", "thrift"), "trusted_brands": ("GCash",),
            "distrusted_brands": (), "education": "college", "language_style": "Taglish",
            "evidence": (Evidence(field="digital_habits", claim="c", signal_ids=("s1",)),),
            "provenance": Provenance(
                writer="offline", model=None, snapshot="PH-1", seed=7, generation_id=generation_id
            ),
            "created_at": "2026-11-21T10:00:00Z", **texts, **fields,
        }
    )  # fmt: skip


@pytest.fixture
def write(api: Any, database: Any) -> Any:
    """Does what the generator does: leaves personas in the group at that path."""

    async def insert(path: str, slot: int, finished: bool = True, **fields: Any) -> Persona:
        persona = _persona(uuid4(), **fields)
        document = {
            "_id": persona.id,
            "company_id": api.company,
            "project_id": UUID(path.split("/")[4]),
            "group_id": UUID(path.split("/")[6]),
            "generation_id": persona.provenance.generation_id,
            "slot": slot,
            "draft": {"motivation": "internal"},
        }
        if finished:
            document["persona"] = persona.model_dump()
        await database.personas.insert_one(document)
        return persona

    return insert


async def test_a_persona_shows_the_documented_fields_and_nothing_internal(
    api: Any, write: Any
) -> None:
    path = await api.group()
    persona = await write(path, 0, avatar_url="http://s3/a.png")

    (shown,) = (await api.get(f"{path}/personas")).json()

    assert shown.keys() == REFERENCE | OURS
    assert shown == (await api.get(f"{path}/personas/{persona.id}")).json()
    assert (shown["full_name"], shown["age"]) == ("Maria Santos", 29)
    assert shown["created_at"] == "2026-11-21T10:00:00Z"
    assert shown["library_persona_id"] is None
    assert shown["avatar_url"] == "http://s3/a.png"
    assert shown["evidence"][0]["signal_ids"] == ["s1"]


async def test_personas_come_in_order_and_only_when_finished(api: Any, write: Any) -> None:
    path = await api.group()
    second = await write(path, 1)
    first = await write(path, 0)
    unfinished = await write(path, 2, finished=False)

    listed = [persona["id"] for persona in (await api.get(f"{path}/personas")).json()]

    assert listed == [str(first.id), str(second.id)]
    assert (await api.get(f"{path}/personas/{unfinished.id}")).status_code == 404
    assert (await api.delete(f"{path}/personas/{unfinished.id}")).status_code == 404


async def test_a_group_shows_what_its_personas_cost(api: Any, write: Any, database: Any) -> None:
    path = await api.group()
    other = await api.group()
    cost = {"calls": 1, "prompt_tokens": 900, "cached_tokens": 640, "completion_tokens": 120}
    for slot, stages in enumerate((("draft", "profile"), ("draft",), ())):
        persona = await write(path, slot, finished=len(stages) > 1)
        usage = {"$set": {"usage": dict.fromkeys(stages, cost)}} if stages else {"$set": {"x": 1}}
        await database.personas.update_one({"_id": persona.id}, usage)

    total = {name: 3 * count for name, count in cost.items()}
    assert (await api.get(path)).json()["usage"] == total
    [listed] = (await api.get(path.rpartition("/")[0])).json()
    assert listed["usage"] == total
    assert (await api.get(other)).json()["usage"] == dict.fromkeys(cost, 0)


async def test_a_portrait_drawn_later_goes_before_the_one_written_with(
    api: Any, write: Any, database: Any
) -> None:
    path = await api.group()
    persona = await write(path, 0)
    assert (await api.get(f"{path}/personas/{persona.id}")).json()["avatar_url"] is None

    portrait = {"$set": {"avatar_url": "http://s3/new.png"}}
    await database.personas.update_one({"_id": persona.id}, portrait)

    shown = (await api.get(f"{path}/personas/{persona.id}")).json()
    assert shown["avatar_url"] == "http://s3/new.png"


async def test_one_persona_or_all_can_be_deleted(api: Any, write: Any, database: Any) -> None:
    path = await api.group()
    personas = [await write(path, slot) for slot in range(3)]
    await write(path, 3, finished=False)

    assert (await api.delete(f"{path}/personas/{personas[0].id}")).status_code == 204
    assert (await api.delete(f"{path}/personas/{personas[0].id}")).status_code == 404
    assert len((await api.get(f"{path}/personas")).json()) == 2
    assert (await api.delete(f"{path}/personas")).status_code == 204
    assert (await api.get(f"{path}/personas")).json() == []
    assert await database.personas.count_documents({"company_id": api.company}) == 0
    assert (await api.delete(f"{path}/personas")).status_code == 204


async def test_personas_are_not_deleted_during_a_generation(api: Any, write: Any) -> None:
    path = await api.group()
    persona = await write(path, 0)
    await api.post(f"{path}/generate")

    for target in (f"{path}/personas", f"{path}/personas/{persona.id}"):
        refused = await api.delete(target)
        assert refused.status_code == 409
        assert "being generated" in refused.json()["detail"]
    assert len((await api.get(f"{path}/personas")).json()) == 1
