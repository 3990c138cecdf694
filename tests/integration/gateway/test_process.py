"""The gateway as a process of its own: start, stop, and settings that are wrong."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any
from uuid import uuid4

import httpx
import pytest

from suara.kafka.admin import ensure_topics


@asynccontextmanager
async def _process(variables: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("SUARA_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "api_gateway"),
        env=inherited | variables,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as reserved:
        port: int = reserved.getsockname()[1]
    return port


async def _ready(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            if (await client.get("/health/ready")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise AssertionError("not ready after 20 s")


async def test_it_publishes_what_it_has_accepted_before_it_ends(
    configure: Any, variables: Any, token: Any, published: Any, free_port: int
) -> None:
    settings = configure()
    await ensure_topics(settings.kafka)
    own = variables(
        SUARA_HTTP_PORT=str(free_port),
        SUARA_MONGO_DATABASE=settings.mongo.database,
        SUARA_KAFKA_TOPIC_PREFIX=settings.kafka.topic_prefix,
    )
    headers = {"Authorization": f"Bearer {token(uuid4())}"}
    base = f"http://127.0.0.1:{free_port}"
    async with (
        _process(own) as process,
        httpx.AsyncClient(base_url=base, headers=headers) as client,
    ):
        await _ready(client)
        project = (await client.post("/api/v1/projects", json={"name": "x"})).json()["id"]
        path = f"/api/v1/projects/{project}/persona-groups"
        for _ in range(20):
            assert (await client.post(path, json={"name": "x"})).status_code == 201
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            await process.communicate()

    assert process.returncode == 0
    assert len(await published(settings, "groups", 20)) == 20


async def test_a_large_body_gets_its_answer_over_a_real_connection(
    configure: Any, variables: Any, token: Any, free_port: int
) -> None:
    settings = configure()
    await ensure_topics(settings.kafka)
    headers = {"Authorization": f"Bearer {token(uuid4())}", "Content-Type": "application/json"}
    own = variables(
        SUARA_HTTP_PORT=str(free_port), SUARA_KAFKA_TOPIC_PREFIX=settings.kafka.topic_prefix
    )
    base = f"http://127.0.0.1:{free_port}"
    async with (
        _process(own) as process,
        httpx.AsyncClient(base_url=base, headers=headers) as client,
    ):
        await _ready(client)
        for size in (1_100_000, 8_000_000):
            response = await client.post("/api/v1/projects", content=b"x" * size)
            assert response.status_code == 413
            assert response.headers["content-type"] == "application/problem+json"
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(10):
            await process.communicate()
    assert process.returncode == 0


async def test_a_taken_port_is_one_clear_line(variables: Any, free_port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", free_port))):
        async with _process(variables(SUARA_HTTP_PORT=str(free_port))) as process:
            _, errors = await process.communicate()

    assert process.returncode == 1
    (line,) = errors.decode().splitlines()
    assert line.startswith(f"suara: cannot listen on 127.0.0.1 port {free_port}: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUARA_JWT_SECRET", None),
        ("SUARA_JWT_SECRET", "short"),
        ("SUARA_MONGO_URL", None),
        ("SUARA_HTTP_PORT", "eighty"),
        ("OTEL_PROPAGATORS", "b3multi"),
    ],
)
async def test_a_wrong_setting_is_one_line_that_names_it(
    variables: Any, name: str, value: str | None
) -> None:
    wrong = {k: v for k, v in variables().items() if k != name}
    if value is not None:
        wrong[name] = value
    async with _process(wrong) as process:
        _, errors = await process.communicate()

    assert process.returncode == 2
    (line,) = errors.decode().splitlines()
    assert line.startswith(f"suara: {name} ")
    assert value is None or value not in line


async def test_a_model_without_a_key_is_one_line_that_says_what_to_set(variables: Any) -> None:
    async with _process(
        variables(SUARA_LLM="openai", OPENAI_API_KEY="", SUARA_HTTP_PORT="0")
    ) as process:
        _, errors = await process.communicate()

    assert process.returncode == 2
    assert errors.decode() == "suara: no key for the language model: set OPENAI_API_KEY\n"
