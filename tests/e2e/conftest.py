"""The whole system as a user starts it: three servers and five service processes."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from aiokafka import AIOKafkaConsumer

import backends
from suara.events import Envelope
from suara.kafka.codec import decode
from suara_local import tokens
from suara_local.stack import Stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with (
        tempfile.TemporaryDirectory(prefix="suara-e2e-") as folder,
        backends.stack(Path(folder)) as stack,
    ):
        yield stack.start()


@pytest.fixture
async def api(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a token of the local company."""
    token = tokens.mint(stack.environment["SUARA_JWT_SECRET"])
    async with httpx.AsyncClient(
        base_url=f"{stack.base_url}/api/v1", headers={"Authorization": f"Bearer {token}"}
    ) as client:
        yield client


class Subscriber:
    """An outside service that reads topics from now on, knowing nothing but the contract."""

    def __init__(self, bootstrap: str, *topics: str) -> None:
        self._consumer = AIOKafkaConsumer(
            *topics, bootstrap_servers=bootstrap, auto_offset_reset="latest"
        )

    async def __aenter__(self) -> "Subscriber":
        await self._consumer.start()
        await self._consumer.seek_to_end()
        for partition in self._consumer.assignment():  # fix "now" before anything is sent
            await self._consumer.position(partition)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def received(self) -> list[Envelope]:
        """Everything until nothing has come for a second."""
        envelopes = []
        while batch := await self._consumer.getmany(timeout_ms=1000):
            for records in batch.values():
                envelopes += [decode(record.value, list(record.headers)) for record in records]
        return envelopes


@pytest.fixture
async def subscriber(stack: Stack) -> AsyncIterator[Subscriber]:
    bootstrap = stack.environment["SUARA_KAFKA_BOOTSTRAP"]
    async with Subscriber(bootstrap, "suara.personas", "suara.generation") as subscriber:
        yield subscriber


async def settled(api: httpx.AsyncClient, group: str) -> dict[str, object]:
    """The group once its generation is over."""
    async with asyncio.timeout(60):
        while True:
            answer = (await api.get(group)).json()
            if answer["generation_status"] in ("complete", "failed"):
                return answer
            await asyncio.sleep(0.05)


@pytest.fixture
def until_settled() -> object:
    return settled
