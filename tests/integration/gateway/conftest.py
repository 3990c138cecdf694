"""The real gateway on real servers. Tests of the API share one and keep apart by company."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, TopicPartition

from api_gateway.bootstrap import bootstrap
from api_gateway.settings import Settings
from suara import topics
from suara.events import Envelope
from suara.kafka.admin import ensure_topics
from suara.kafka.codec import decode
from suara.mongo import Database, connect

SECRET = "a-secret-of-the-tests-that-is-long-enough"


@pytest.fixture(scope="session")
def variables(environment: dict[str, str]) -> Callable[..., dict[str, str]]:
    """A gateway's variables with a database and topics of its own; arguments replace some."""

    def own(**replaced: str) -> dict[str, str]:
        name = f"gateway-{uuid4().hex[:12]}"
        return {
            **environment,
            "SUARA_MONGO_DATABASE": name,
            "SUARA_KAFKA_TOPIC_PREFIX": name,
            "SUARA_KAFKA_PARTITIONS": "1",
            "SUARA_DRAIN_SECONDS": "4",
            "SUARA_JWT_SECRET": SECRET,
            **replaced,
        }

    return own


@pytest.fixture(scope="session")
def configure(variables: Callable[..., dict[str, str]]) -> Callable[..., Settings]:
    def settings(**replaced: str) -> Settings:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in variables(**replaced).items():
                patch.setenv(name, value)
            return Settings()

    return settings


@pytest.fixture(scope="session", autouse=True)
def credentials(environment: dict[str, str]) -> Iterator[None]:
    """Those of the object store: a client of it looks for them in the environment itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        yield


class Client(httpx.AsyncClient):
    """A client of one company, with the steps that most tests begin with."""

    company: UUID

    async def project(self) -> str:
        """The path of a new project's groups."""
        created = await self.post("/api/v1/projects", json={"name": "Study"})
        return f"/api/v1/projects/{created.json()['id']}/persona-groups"

    async def group(self, **fields: Any) -> str:
        """The path of a new group in a new project."""
        groups = await self.project()
        body = {"name": "Millennials", "location": "Manila, Philippines", **fields}
        return f"{groups}/{(await self.post(groups, json=body)).json()['id']}"


@pytest.fixture(scope="session")
def token() -> Callable[..., str]:
    """Mints tokens; arguments replace claims, None leaves one out."""

    def mint(company: UUID, secret: str = SECRET, **replaced: Any) -> str:
        claims = {
            "company_id": str(company),
            "iss": "suara",
            "aud": "suara-api",
            "exp": int(time.time()) + 3600,
            **replaced,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, secret, algorithm="HS256")

    return mint


Login = Callable[[Any], Client]


@pytest.fixture(scope="session")
def login(token: Callable[..., str]) -> Login:
    """A client of a new company of this app."""

    def client(app: Any) -> Client:
        company = uuid4()
        made = Client(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url="http://gateway",
            headers={"Authorization": f"Bearer {token(company)}"},
        )
        made.company = company
        return made

    return client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(configure: Callable[..., Settings]) -> AsyncIterator[tuple[Any, Settings]]:
    settings = configure()
    await ensure_topics(settings.kafka)
    async with bootstrap(settings) as app:
        yield app, settings


@pytest.fixture
def api(shared: tuple[Any, Settings], login: Login) -> Client:
    """A client of a new company at the shared gateway."""
    return login(shared[0])


@pytest.fixture
def database(shared: tuple[Any, Settings]) -> Iterator[Database]:
    """The shared gateway's database."""
    found = connect(shared[1].mongo, "tests")
    yield found
    found.client.close()


Read = Callable[..., Awaitable[list[Envelope]]]


@pytest.fixture(scope="session")
def published() -> Read:
    """Every event of a topic, once `count` are there, plus what arrives in `seconds` after."""

    async def read_topic(
        settings: Settings, topic: str, count: int, seconds: float = 0.5
    ) -> list[Envelope]:
        consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka.bootstrap)
        await consumer.start()
        try:
            name = topics.full_name(topic, settings.kafka.topic_prefix)
            partition = TopicPartition(name, 0)
            consumer.assign([partition])
            await consumer.seek_to_beginning(partition)
            events: list[Envelope] = []
            async with asyncio.timeout(20):
                while len(events) < count:
                    events += await _fetch(consumer, 0.2)
            return events + await _fetch(consumer, seconds)
        finally:
            await consumer.stop()

    return read_topic


async def _fetch(consumer: AIOKafkaConsumer, seconds: float) -> list[Envelope]:
    fetched = await consumer.getmany(timeout_ms=int(seconds * 1000))
    return [decode(r.value, list(r.headers)) for records in fetched.values() for r in records]


@pytest.fixture(scope="session")
def running() -> Callable[[Settings], Any]:
    """`async with running(settings) as app`: another gateway, with its topics."""

    @asynccontextmanager
    async def start(settings: Settings) -> AsyncIterator[Any]:
        await ensure_topics(settings.kafka)
        async with bootstrap(settings) as app:
            yield app

    return start
