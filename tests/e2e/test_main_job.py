"""The main job, driven over HTTP and Kafka as an outside client would."""

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from motor.motor_asyncio import AsyncIOMotorClient
from PIL import Image

import backends
from suara.events import GenerationCompleted, PersonaGenerated
from suara.library import Promotion, enter, library_document
from suara.markets import bundled_snapshot, market
from suara.personas import Dispositions
from suara_local import tokens
from suara_local.stack import Stack

AUDIENCE = (
    "Urban millennial women in Manila aged 25-32 who use GCash "
    "and shop on Shopee at least twice a week"
)
REVIEWS = """date,stars,text
2026-05-10,1,"Ang taas ng fee sa transfer, tawagan mo ako sa 0917 123 4567"
2026-05-11,2,Ang laki ng cash in fee tapos ang mahal pa ng transfer fee
2026-05-12,1,Sobrang taas na ng mga fee nila lagi na lang tumataas
yesterday,5,Ang bilis magpadala ng pera
"""
Settled = Callable[[httpx.AsyncClient, str], Awaitable[dict[str, Any]]]


async def _project(api: httpx.AsyncClient) -> str:
    answer = await api.post("/projects", json={"name": "Study"})
    assert answer.status_code == 201
    return f"/projects/{answer.json()['id']}"


async def _group(api: httpx.AsyncClient, project: str, **definition: object) -> str:
    answer = await api.post(f"{project}/persona-groups", json={"name": "Group"} | definition)
    assert answer.status_code == 201, answer.text
    return f"{project}/persona-groups/{answer.json()['id']}"


async def _generate(api: httpx.AsyncClient, group: str, until_settled: Settled) -> list[Any]:
    answer = await api.post(f"{group}/generate")
    assert answer.status_code == 202, answer.text
    state = await until_settled(api, group)
    assert state["generation_status"] == "complete", state["generation_progress"]
    return (await api.get(f"{group}/personas")).json()


async def test_a_sentence_becomes_five_grounded_individuals_with_portraits(
    api: httpx.AsyncClient, subscriber: Any, until_settled: Settled
) -> None:
    project = await _project(api)
    parsed = await api.post(f"{project}/persona-groups/parse-prompt", json={"prompt": AUDIENCE})
    assert parsed.status_code == 200
    created = await api.post(f"{project}/persona-groups", json=parsed.json())
    assert created.status_code == 201
    group = f"{project}/persona-groups/{created.json()['id']}"

    personas = await _generate(api, group, until_settled)

    state = (await api.get(group)).json()
    assert state["generation_progress"].startswith("5 of 5 personas written, 5 portraits ready")
    assert len({persona["full_name"] for persona in personas}) == 5
    for persona in personas:
        assert 25 <= persona["age"] <= 32
        assert persona["gender"] == "Female"
        assert persona["location"] == "Manila, Philippines"
        assert 3 <= len(persona["personality_traits"]) <= 5
        assert persona["trusted_brands"]
        assert persona["distrusted_brands"]
        assert not set(persona["trusted_brands"]) & set(persona["distrusted_brands"])
        assert persona["library_persona_id"] is None
        for field in ("digital_habits", "price_sensitivity", "psychographic_notes", "backstory"):
            assert len(persona[field]) > 80, field

    received = Counter(
        envelope.data.persona_id
        for envelope in await subscriber.received()
        if isinstance(envelope.data, PersonaGenerated)
    )
    assert received == {UUID(persona["id"]): 1 for persona in personas}


async def test_every_claim_can_be_traced_to_a_source(
    api: httpx.AsyncClient, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), location="Jakarta, Indonesia", persona_count=2)

    personas = await _generate(api, group, until_settled)

    known = {signal.id for signal in bundled_snapshot(market("ID")).signals}
    for persona in personas:
        cited = {id_ for evidence in persona["evidence"] for id_ in evidence["signal_ids"]}
        assert cited
        assert cited <= known
        assert persona["provenance"]["snapshot"] == bundled_snapshot(market("ID")).version


async def test_a_portrait_opens_in_a_browser(
    api: httpx.AsyncClient, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), location="Hanoi", persona_count=1)

    (persona,) = await _generate(api, group, until_settled)

    async with httpx.AsyncClient() as browser:
        answer = await browser.get(persona["avatar_url"])
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert Image.open(BytesIO(answer.content)).size == (512, 512)


async def test_generating_again_adds_personas_and_one_completion_is_announced(
    api: httpx.AsyncClient, subscriber: Any, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), location="Cebu", persona_count=2)

    first = await _generate(api, group, until_settled)
    both = await _generate(api, group, until_settled)

    assert len(first) == 2
    assert len({persona["full_name"] for persona in both}) == 4
    assert {persona["id"] for persona in first} < {persona["id"] for persona in both}
    completed = [
        envelope.data
        for envelope in await subscriber.received()
        if isinstance(envelope.data, GenerationCompleted)
        and group.endswith(str(envelope.data.group_id))
    ]
    assert [event.personas for event in completed] == [2, 2]


async def test_a_second_request_while_one_runs_is_refused(
    api: httpx.AsyncClient, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), persona_count=10)

    assert (await api.post(f"{group}/generate")).status_code == 202
    refused = await api.post(f"{group}/generate")

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert (await until_settled(api, group))["generation_status"] == "complete"


async def test_a_country_without_its_own_data_works_and_says_so(
    api: httpx.AsyncClient, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), location="Berlin, Germany", persona_count=3)

    personas = await _generate(api, group, until_settled)

    assert {persona["location"] for persona in personas} == {"Berlin, Germany"}
    assert "Germany" in (await api.get(group)).json()["generation_progress"]


async def test_a_proven_persona_is_reused_once_per_group(
    api: httpx.AsyncClient, stack: Stack, until_settled: Settled
) -> None:
    project = await _project(api)
    nurses = {
        "location": "Manila",
        "gender": "Female",
        "income_level": "Middle",
        "occupation": "Nurse",
        "age_min": 30,
        "age_max": 31,
    }
    group = await _group(api, project, **nurses, persona_count=2)
    model = (await _generate(api, group, until_settled))[0]
    await _fill_library(stack, model, 150)

    group = await _group(api, project, **nurses, persona_count=10)
    personas = await _generate(api, group, until_settled)

    reused = [p["library_persona_id"] for p in personas if p["library_persona_id"]]
    assert reused
    assert len(set(reused)) == len(reused)
    assert all(30 <= persona["age"] <= 31 for persona in personas)
    assert "from the library" in (await api.get(group)).json()["generation_progress"]


async def test_another_company_sees_nothing(
    api: httpx.AsyncClient, stack: Stack, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), persona_count=1)
    (persona,) = await _generate(api, group, until_settled)
    stranger = tokens.mint(stack.environment["SUARA_JWT_SECRET"], company=uuid4())

    for path in (group, f"{group}/personas", f"{group}/personas/{persona['id']}"):
        answer = await api.get(path, headers={"Authorization": f"Bearer {stranger}"})
        assert answer.status_code == 404
        anonymous = await api.get(path, headers={"Authorization": ""})
        assert anonymous.status_code == 401


async def test_a_deleted_group_stays_deleted(
    api: httpx.AsyncClient, until_settled: Settled
) -> None:
    group = await _group(api, await _project(api), persona_count=3)
    await api.post(f"{group}/generate")

    assert (await api.delete(group)).status_code == 204

    assert (await api.get(group)).status_code == 404
    assert (await api.get(f"{group}/personas")).status_code == 404


async def _fill_library(stack: Stack, model: dict[str, Any], count: int) -> None:
    """Library personas like `model`, leaning in all directions."""
    client: AsyncIOMotorClient[Any] = AsyncIOMotorClient(
        stack.environment["SUARA_MONGO_URL"], uuidRepresentation="standard"
    )
    database = client.suara
    stored = await database.personas.find_one({"_id": UUID(model["id"])})
    promotion = Promotion(reason="tests", automatic=False, at=datetime.now(UTC))
    draw = random.Random(1)
    async with await client.start_session() as session, session.start_transaction():
        for _ in range(count):
            leanings = {name: draw.random() for name in Dispositions.model_fields}
            twin = stored | {
                "_id": (identity := uuid4()),
                "persona": stored["persona"] | {"id": str(identity)},
                "cast": stored["cast"] | {"dispositions": leanings},
            }
            await enter(database, session, library_document(twin, promotion))
    client.close()


async def test_imported_reviews_become_signals_that_personas_cite(
    api: httpx.AsyncClient, stack: Stack, until_settled: Settled, tmp_path: Path
) -> None:
    reviews = tmp_path / "reviews.csv"
    reviews.write_text(REVIEWS, encoding="utf-8")

    imported = await _suara(stack, "import", str(reviews), "--market", "PH", "--about", "GCash")
    refreshed = await _suara(stack, "refresh", "PH", "--wait")
    shown = await _suara(stack, "show", "PH", "--kind", "platform")

    assert "4 reviews read, 3 kept for PH." in imported
    assert "line 5: the date is not ISO 8601" in imported
    assert "PH is refreshed" in refreshed
    assert "fees that keep rising" in shown
    snapshot = (await api.get("/markets/PH/snapshot")).json()
    assert snapshot["source"] == "live"
    heard = {s["id"]: s["verbatims"] for s in snapshot["signals"] if s["weight"] is not None}
    assert all(ids and all(id_.startswith("import:") for id_ in ids) for ids in heard.values())
    assert "0917" not in str(snapshot)

    place = {"location": "Manila, Philippines", "age_min": 25, "age_max": 35}
    group = await _group(api, await _project(api), persona_count=10, **place)
    personas = await _generate(api, group, until_settled)
    cited = {i for p in personas for claim in p["evidence"] for i in claim["signal_ids"]}
    assert {p["provenance"]["snapshot"] for p in personas} == {snapshot["version"]}
    assert cited & set(heard)


def _leads_to(stack: Stack) -> dict[str, str]:
    """What a command needs to know: the home of the servers, or all of it if they have none."""
    if backends.chosen() in ("embedded", "kafka"):
        return {"SUARA_HOME": str(stack.home.root)}
    token = tokens.mint(stack.environment["SUARA_JWT_SECRET"])
    return stack.environment | {"SUARA_API_URL": stack.base_url, "SUARA_API_TOKEN": token}


async def _suara(stack: Stack, *words: str) -> str:
    """What the command says on the stack of this run."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "suara_local", "signals", *words),
        env=os.environ | _leads_to(stack),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()
