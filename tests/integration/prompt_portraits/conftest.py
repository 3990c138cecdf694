"""Gateways, the avatar service and a provider of the tests' own, on real servers."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
import pytest_asyncio

import avatar.bootstrap
from api_gateway.bootstrap import bootstrap
from api_gateway.settings import Settings
from openai_server.running import RunningServer
from suara.kafka.admin import ensure_topics
from suara.kafka.routes import Route
from suara.mongo import Database, connect
from suara.testing.broker import working

SECRET = "a-secret-of-the-tests-that-is-long-enough"
KEY = "sk-proj-0123456789abcdefghijklmnop"
PROMPT = "You are an impatient user who values brevity and expects quick, concise responses."


@dataclass(frozen=True)
class System:
    """app: a gateway's. routes: the avatar service's, which a worker serves already."""

    settings: Settings
    app: Any
    routes: list[Route]
    database: Database

    @asynccontextmanager
    async def gateway(self, seconds: float, **kafka: Any) -> AsyncIterator[Any]:
        """Another gateway on the same servers, which waits for so long."""
        portrait = self.settings.portrait.model_copy(update={"seconds": seconds})
        broker = self.settings.kafka.model_copy(update=kafka)
        async with bootstrap(replace(self.settings, portrait=portrait, kafka=broker)) as app:
            yield app


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def system(environment: dict[str, str], one_server: RunningServer) -> AsyncIterator[System]:
    name = f"portraits-{uuid4().hex[:12]}"
    variables = {
        **environment,
        "SUARA_MONGO_DATABASE": name,
        "SUARA_KAFKA_TOPIC_PREFIX": name,
        "SUARA_KAFKA_PARTITIONS": "3",
        "SUARA_DRAIN_SECONDS": "4",
        "SUARA_JWT_SECRET": SECRET,
        "SUARA_PROJECT_OPENAI_URL": one_server.base_url,
        "OPENAI_API_KEY": "sk-of-the-operator-0123456789abcdef",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    }
    async with AsyncExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in variables.items():
                patch.setenv(variable, value)
            settings = Settings()
            await ensure_topics(settings.kafka)
            service = await running.enter_async_context(avatar.bootstrap.bootstrap())
            app = await running.enter_async_context(bootstrap(settings))
        await running.enter_async_context(working(settings.kafka, service.routes))
        database = connect(settings.mongo, "tests")
        running.callback(database.client.close)
        yield System(settings, app, list(service.routes), database)
        await database.client.drop_database(database.name)


class Team(httpx.AsyncClient):
    """A client of one company, in a project of its own. path: of the project."""

    company: UUID
    path: str

    async def set_up(self, **provider: Any) -> None:
        """The project's provider."""
        chosen = {"kind": "openai", "model": "gpt-image-1", "apiKey": KEY} | provider
        answer = await self.put(f"{self.path}/settings", json={"llmProvider": chosen})
        assert answer.status_code == 200, answer.text

    async def persona(self, prompt: str | None = PROMPT) -> str:
        """The path of a new persona."""
        body = {"name": f"user {uuid4().hex[:6]}"} | ({"systemPrompt": prompt} if prompt else {})
        answer = await self.post(f"{self.path}/personas", json=body)
        assert answer.status_code == 201, answer.text
        return f"{self.path}/personas/{answer.json()['id']}"


@pytest.fixture
def team_at(system: System) -> Callable[..., Team]:
    """A client at this gateway: of a new company, or a colleague of that one."""

    def client(app: Any, of: Team | None = None) -> Team:
        company = of.company if of else uuid4()
        claims = {"company_id": str(company), "iss": "suara", "aud": "suara-api"}
        token = jwt.encode(claims | {"exp": int(time.time()) + 3600}, SECRET, algorithm="HS256")
        made = Team(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url="http://gateway",
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        )
        made.company = company
        if of:
            made.path = of.path
        return made

    return client


@pytest.fixture
async def team(system: System, team_at: Callable[..., Team], server: RunningServer) -> Team:
    """With a provider that is well behaved until the test says otherwise."""
    server.control(api_key=KEY)
    team = team_at(system.app)
    created = await team.post("/api/v1/projects", json={"name": "Chat agent"})
    team.path = f"/api/projects/{created.json()['id']}"
    await team.set_up()
    return team
