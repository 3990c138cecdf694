"""The way of one persona, as docs/library.md tells it, through the real services' handlers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

import api_gateway.bootstrap
import generator.bootstrap
import library.bootstrap
from api_gateway.domain.groups import Run, now
from api_gateway.settings import Settings as GatewaySettings
from generator.adapters.personas import MongoPersonas
from library.adapters.library_index import FRESH_SECONDS
from suara.events import (
    Envelope,
    GenerationRequested,
    GroupDeleted,
    PersonaCast,
    PersonaPromoted,
    PersonaRetired,
)
from suara.kafka.codec import decode
from suara.kafka.publisher import Publisher
from suara.mongo import Database, Document
from suara.personas import Cast, Definition, persona_id
from suara.settings import KafkaSettings
from suara.testing.broker import publishing, read, working

SECRET = "a-secret-of-the-tests-that-is-long-enough"
NURSES = {
    "age_min": 25,
    "age_max": 35,
    "gender": "Female",
    "location": "Manila, Philippines",
    "income_level": "Middle",
    "occupation": "Nurse",
}
PORTRAIT = {"avatar_url": "http://s3/portrait.png", "avatar_keys": {"image": "portrait.png"}}
KEPT = {"delivery fees": -0.8, "e-wallets": 0.7}


class Studies:
    """Three studies of one company that ask for the same segment."""

    def __init__(
        self, api: httpx.AsyncClient, company: UUID, database: Database, publisher: Publisher
    ) -> None:
        self.api = api
        self.company = company
        self.database = database
        self.publisher = publisher

    async def group(self, name: str) -> str:
        """The path of a new group in a new project."""
        project = (await self.api.post("/projects", json={"name": name})).json()["id"]
        groups = f"/projects/{project}/persona-groups"
        created = await self.api.post(groups, json={"name": name, "persona_count": 1} | NURSES)
        return f"{groups}/{created.json()['id']}"

    async def generated(self, group: str) -> dict[str, Any]:
        """The one persona that a generation of the group makes."""
        assert (await self.api.post(f"{group}/generate")).status_code == 202
        return await self.written(group)

    async def written(self, group: str) -> dict[str, Any]:
        [persona] = await until(self._personas(group))
        return persona

    def _personas(self, group: str) -> Callable[[], Awaitable[Any]]:
        async def listed() -> Any:
            return (await self.api.get(f"{group}/personas")).json()

        return listed

    async def document(self, persona: str | UUID) -> Document:
        found = await self.database.personas.find_one({"_id": UUID(str(persona))})
        assert found is not None
        return found

    async def somebody_like(self, cast: Cast, group: str) -> dict[str, Any]:
        """The persona of a group whose casting comes upon much the same person."""
        _, _, project_id, _, group_id = group.split("/")
        run = GenerationRequested(
            company_id=self.company,
            project_id=UUID(project_id),
            group_id=UUID(group_id),
            generation_id=uuid4(),
            definition=Definition.model_validate(NURSES),
            slots=(0,),
        )
        going_on = Run(
            id=run.generation_id,
            definition=run.definition,
            slots=run.slots,
            total=1,
            requested_at=now(),
            updated_at=now(),
        )
        await self.database.groups.update_one(
            {"_id": run.group_id}, {"$set": {"generation": going_on.model_dump()}}
        )
        near = {name: min(1.0, q + 0.02) for name, q in cast.dispositions.model_dump().items()}
        person = Cast.model_validate(
            cast.model_dump() | {"slot": 0, "full_name": "Ana Cruz", "dispositions": near}
        )
        await MongoPersonas(self.database).add(run, [person])
        event = run.then(
            PersonaCast,
            persona_id=persona_id(run.generation_id, 0),
            definition=run.definition,
            cast=person,
        )
        await self.publisher.publish([Envelope.first(event, "/suara/tests")])
        return await self.written(group)

    async def asked(self, group: str, persona: str, answers: dict[str, float]) -> None:
        """One simulation with one question per topic."""
        simulation = str(uuid4())
        responses = [
            {
                "persona_id": persona,
                "simulation_id": simulation,
                "question": f"What about {topic}?",
                "topic": topic,
                "answer": "I have thought about it.",
                "stance": stance,
            }
            for topic, stance in answers.items()
        ]
        path = group.partition("/persona-groups")[0] + "/simulation-responses"
        taken = await self.api.post(path, json={"responses": responses})
        assert taken.status_code == 202, taken.text

    async def in_library(self, persona: str, status: str) -> dict[str, Any]:
        """The library persona, once it has that status."""

        async def found() -> dict[str, Any] | None:
            answer = await self.api.get(f"/library/personas/{persona}")
            shown: dict[str, Any] = answer.json()
            return shown if shown.get("status") == status else None

        return await until(found)


async def until(found: Callable[[], Awaitable[Any]]) -> Any:
    async with asyncio.timeout(30):
        while not (value := await found()):  # noqa: ASYNC110 - found by other tasks
            await asyncio.sleep(0.02)
    return value


@pytest.fixture
async def studies(
    database: Database, kafka: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Studies]:
    monkeypatch.setenv("SUARA_JWT_SECRET", SECRET)
    company = uuid4()
    claims = {"company_id": str(company), "iss": "suara", "aud": "suara-api"}
    token = jwt.encode(claims | {"exp": int(time.time()) + 600}, SECRET, algorithm="HS256")
    async with AsyncExitStack() as running:
        services = [
            await running.enter_async_context(service.bootstrap())
            for service in (library.bootstrap, generator.bootstrap)
        ]
        for service in services:
            await service.prepare()
        # Both forget a deleted group, and one worker has one handler per event.
        routes = {route.event: route for service in services for route in service.routes}
        del routes[GroupDeleted]
        app = await running.enter_async_context(api_gateway.bootstrap.bootstrap(GatewaySettings()))
        await running.enter_async_context(working(kafka, list(routes.values())))
        api = await running.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app),
                base_url="http://gateway/api/v1",
                headers={"Authorization": f"Bearer {token}"},
            )
        )
        publisher = await running.enter_async_context(publishing(kafka))
        yield Studies(api, company, database, publisher)


async def test_a_persona_proves_itself_is_reused_and_retired(
    studies: Studies, kafka: KafkaSettings
) -> None:
    first = await studies.group("First study")
    maria = (await studies.generated(first))["id"]
    await studies.database.personas.update_one({"_id": UUID(maria)}, {"$set": PORTRAIT})
    cast = Cast.model_validate((await studies.document(maria))["cast"])

    nobody = str(uuid4())
    await studies.asked(first, nobody, {"delivery fees": -0.8})
    for _ in range(3):
        await studies.asked(first, maria, KEPT)

    proven = await studies.in_library(maria, "active")
    assert proven["reason"] == "consistent in 3 simulations: 4 views kept, 0 not (score 0.63)"

    await asyncio.sleep(FRESH_SECONDS)  # from then on every match looks at this promotion
    second = await studies.group("Second study")
    reused = await studies.somebody_like(cast, second)

    assert reused["library_persona_id"] == maria != reused["id"]
    assert reused["full_name"] == cast.full_name
    assert reused["avatar_url"].endswith("/suara/portrait.png")
    assert reused["avatar_status"] == "ready"
    document = await studies.document(reused["id"])
    assert not {"draft", "usage"} & document.keys()  # no model was asked
    uses = (await studies.api.get(f"/library/personas/{maria}/projects")).json()
    assert [use["project_name"] for use in uses] == ["First study", "Second study"]

    await studies.asked(second, reused["id"], {"delivery fees": 0.7})

    retired = await studies.in_library(maria, "retired")
    assert retired["retired_reason"] == (
        "stances on delivery fees changed from -0.8 to 0.7 between simulations"
    )

    third = await studies.group("Third study")
    fresh = await studies.somebody_like(cast, third)

    assert fresh["library_persona_id"] is None
    assert fresh["full_name"] == "Ana Cruz"
    told = [decode(m.value, list(m.headers)).data for m in await read(kafka, "personas")]
    library_events = [e for e in told if isinstance(e, PersonaPromoted | PersonaRetired)]
    assert [(type(e), str(e.persona_id)) for e in library_events] == [
        (PersonaPromoted, maria),
        (PersonaRetired, maria),
    ]
    [dead] = await until(lambda: read(kafka, "simulations.dlq"))
    reason = dict(dead.headers)["dlq_reason"].decode()
    assert reason == f"there is no persona {nobody}, or it was deleted"
