"""Generated personas as system prompts, and as prompt personas."""

import asyncio
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from api_gateway.domain.system_prompt import system_prompt
from suara import object_keys
from suara.personas import Persona
from suara.storage import Object
from suara.testing.samples import a_persona


@pytest.fixture
async def group(api: Any) -> str:
    """The path of a new group."""
    path: str = await api.group()
    return path


@pytest.fixture
def imports(group: str) -> str:
    return f"/api/projects/{group.split('/')[4]}/personas/import"


@pytest.fixture
def personas_of(imports: str) -> str:
    return imports.rpartition("/")[0]


@pytest.fixture
def body(group: str) -> dict[str, Any]:
    return {"groupId": group.split("/")[6]}


@pytest.fixture
def write(api: Any, database: Any, group: str) -> Any:
    """Does what the generator does: leaves a finished persona in the group."""

    async def insert(slot: int, fields: dict[str, Any] | None = None, **changes: Any) -> Persona:
        persona = a_persona(id=uuid4(), **changes)
        await database.personas.insert_one(
            {
                "_id": persona.id,
                "company_id": api.company,
                "project_id": UUID(group.split("/")[4]),
                "group_id": UUID(group.split("/")[6]),
                "generation_id": uuid4(),
                "slot": slot,
                "persona": persona.model_dump(),
                **(fields or {}),
            }
        )
        return persona

    return insert


def a_png(colour: str) -> bytes:
    png = BytesIO()
    Image.new("RGB", (64, 48), colour).save(png, "PNG")
    return png.getvalue()


async def a_portrait(objects: Any, colour: str) -> dict[str, Any]:
    """A portrait in the store, and the field of the document that names it."""
    [key] = object_keys.portrait(uuid4(), uuid4(), a_png(colour), ()).values()
    await objects.put(Object(key, a_png(colour), "image/png"))
    return {"avatar_keys": {"image": key}}


async def test_a_generated_persona_has_a_system_prompt(api: Any, group: str, write: Any) -> None:
    persona = await write(0)

    answer = await api.get(f"{group}/personas/{persona.id}/system-prompt")

    assert answer.json() == {"system_prompt": system_prompt(persona)}
    assert (await api.get(f"{group}/personas/{uuid4()}/system-prompt")).status_code == 404


async def test_a_group_becomes_prompt_personas_in_its_order(
    api: Any, imports: str, personas_of: str, body: Any, write: Any
) -> None:
    second = await write(1, full_name="Jose Cruz")
    first = await write(0, full_name="Ana Reyes", gender="Female")

    answer = await api.post(imports, json=body)

    assert answer.status_code == 201
    made = answer.json()
    assert [one["name"] for one in made] == ["Ana Reyes", "Jose Cruz"]
    assert [one["systemPrompt"] for one in made] == [system_prompt(first), system_prompt(second)]
    assert made[0]["description"] == "29, Nurse, Manila, Philippines"
    assert "imageUrl" not in made[0]
    assert (await api.get(personas_of)).json() == made


async def test_importing_twice_makes_nothing_twice(
    api: Any, imports: str, personas_of: str, body: Any, write: Any
) -> None:
    await write(0)
    first = await api.post(imports, json=body)
    again = await api.post(imports, json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()

    await write(1)
    more = await api.post(imports, json=body)
    assert more.status_code == 201
    assert len(more.json()) == 1
    assert len((await api.get(personas_of)).json()) == 2


async def test_at_once_imports_make_each_persona_once(
    api: Any, imports: str, personas_of: str, body: Any, write: Any
) -> None:
    for slot in range(3):
        await write(slot)

    answers = await asyncio.gather(*(api.post(imports, json=body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len((await api.get(personas_of)).json()) == 3


async def test_names_are_made_unique(
    api: Any, imports: str, personas_of: str, body: Any, write: Any
) -> None:
    await api.post(personas_of, json={"name": "Maria Santos"})
    for slot in range(2):
        await write(slot)

    made = (await api.post(imports, json=body)).json()

    assert [one["name"] for one in made] == ["Maria Santos (2)", "Maria Santos (3)"]


async def test_some_of_a_group_can_be_imported(
    api: Any, imports: str, body: Any, write: Any
) -> None:
    personas = [await write(slot) for slot in range(3)]
    wanted = [str(personas[2].id), str(personas[0].id), str(personas[2].id)]

    answer = await api.post(imports, json=body | {"personaIds": wanted})

    assert answer.status_code == 201
    assert len(answer.json()) == 2


async def test_a_portrait_that_is_ready_comes_along_and_goes_with_its_persona(
    api: Any, imports: str, personas_of: str, body: Any, write: Any, objects: Any, database: Any
) -> None:
    await write(0, await a_portrait(objects, "red"))
    await write(1, await a_portrait(objects, "blue"), library_persona_id=uuid4())
    await write(2, {"avatar_keys": {"image": "portraits/gone.png"}})

    made = (await api.post(imports, json=body)).json()

    project = UUID(imports.split("/")[3])
    for one, colour in zip(made, ("red", "blue"), strict=False):
        assert one["imageUrl"] == object_keys.image_id(project, a_png(colour), "png")
        stored = await database.images.find_one({"image_id": one["imageUrl"]})
        assert (stored["source"], stored["width"], stored["height"]) == ("imported", 64, 48)
        key = object_keys.image(project, one["imageUrl"])
        assert await objects.get(key) == a_png(colour)
        await api.delete(f"{personas_of}/{one['id']}")
        assert await objects.get(key) is None
    assert "imageUrl" not in made[2]


async def test_what_cannot_be_imported_is_refused_with_the_reason(
    api: Any, group: str, imports: str, body: Any, write: Any
) -> None:
    async def refusal(sent: Any) -> tuple[int, str]:
        answer = await api.post(imports, json=sent)
        return answer.status_code, answer.json()["detail"]

    assert await refusal(body) == (
        400,
        "The group has no personas yet: generate some first.",
    )
    stranger = str(uuid4())
    await write(0)
    assert await refusal(body | {"personaIds": [stranger]}) == (
        400,
        f"personaIds {stranger} is not a persona of this group",
    )
    assert await refusal({"groupId": stranger}) == (404, "Persona group not found")
    assert await refusal({"groupId": "x"}) == (400, "groupId must be a UUID")
    assert await refusal({}) == (400, "groupId is required")
    assert (await refusal(body | {"personaIds": []}))[0] == 400
    await api.post(f"{group}/generate")
    assert await refusal(body) == (
        400,
        "The personas of this group are still being generated.",
    )
