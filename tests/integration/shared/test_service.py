"""A worker service as a process: probes, signals, exit codes."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from suara.events import Envelope, SnapshotRefreshed, SnapshotRequested
from suara.kafka.codec import decode
from suara.settings import KafkaSettings
from suara.testing.broker import publishing, read
from suara.testing.samples import an_event

NOWHERE = "127.0.0.1:9"


@dataclass
class Running:
    """A process of the ethnography service."""

    process: Process
    port: int

    async def probe(self, name: str) -> tuple[int, dict[str, Any]]:
        """Status and body of /health/<name>, as soon as the process answers."""
        async with httpx.AsyncClient() as client:
            while True:
                with suppress(httpx.ConnectError):
                    answer = await client.get(f"http://127.0.0.1:{self.port}/health/{name}")
                    return answer.status_code, answer.json()
                assert self.process.returncode is None
                await asyncio.sleep(0.05)

    async def is_ready(self) -> dict[str, Any]:
        """The body of /health/ready, once it says so."""
        while True:
            status, body = await self.probe("ready")
            if status == 200:
                return body
            await asyncio.sleep(0.05)

    async def end(self, number: signal.Signals | None = signal.SIGTERM) -> tuple[int, str]:
        """Exit code and all it said, after a signal or by itself."""
        if number:
            self.process.send_signal(number)
        _, said = await asyncio.wait_for(self.process.communicate(), 40)
        return self.process.returncode, said.decode()


Start = Callable[..., Awaitable[Running]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
async def start(own_environment: dict[str, str]) -> AsyncIterator[Start]:
    """Starts the service with its usual environment and some changes; None takes one away."""
    started: list[Process] = []

    async def start(**changes: str | None) -> Running:
        port = free_port()
        settings = own_environment | {"SUARA_HTTP_PORT": str(port), "SUARA_LOG_FORMAT": "json"}
        environment = {
            name: value
            for name, value in (os.environ | settings | changes).items()
            if value is not None
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ethnography", env=environment, stdout=PIPE, stderr=PIPE
        )
        started.append(process)
        return Running(process, int(environment["SUARA_HTTP_PORT"]))

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_a_service_works_between_readiness_and_sigterm(
    kafka: KafkaSettings, start: Start
) -> None:
    service = await start()

    assert await service.probe("live") == (200, {"status": "ok"})
    assert await service.is_ready() == {
        "status": "ok",
        "checks": {"kafka": "ok", "topics": "ok", "mongo": "ok"},
    }
    request = Envelope.first(an_event(SnapshotRequested, market="VN"), "/suara/tests")
    async with publishing(kafka) as publisher:
        await publisher.publish([request])
    events = []
    while SnapshotRefreshed not in events:
        found = await read(kafka, "markets")
        events = [type(decode(m.value, list(m.headers)).data) for m in found]
    code, said = await service.end()

    assert code == 0
    lines = [json.loads(line) for line in said.splitlines()]
    assert {line["level"] for line in lines} == {"info"}
    assert {line["service"] for line in lines} == {"ethnography"}
    names = [line["event"] for line in lines]
    assert names[-1] == "service.stopped"
    refreshed = next(line for line in lines if line["event"] == "snapshot.refreshed")
    assert (refreshed["event_id"], refreshed["market"]) == (str(request.id), "VN")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(
    ("away", "address"),
    [
        ("SUARA_KAFKA_BOOTSTRAP", NOWHERE),
        ("SUARA_MONGO_URL", f"mongodb://{NOWHERE}/?serverSelectionTimeoutMS=200"),
    ],
)
async def test_a_service_waits_for_a_server_that_is_away_and_can_be_stopped(
    start: Start, away: str, address: str, number: signal.Signals
) -> None:
    service = await start(**{away: address})

    assert (await service.probe("live"))[0] == 200
    status, body = await service.probe("ready")
    code, said = await service.end(number)

    assert status == 503
    assert body["checks"]["kafka"] != "ok"
    assert code == 0
    assert "Traceback" not in said


async def test_a_missing_setting_ends_a_service_with_one_line(start: Start) -> None:
    service = await start(SUARA_MONGO_URL=None)
    expected = "suara: SUARA_MONGO_URL is not set, and has no default\n"
    assert await service.end(None) == (2, expected)


async def test_a_port_that_is_taken_ends_a_service(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        service = await start(SUARA_HTTP_PORT=str(taken.getsockname()[1]))
        code, said = await service.end(None)
    assert code != 0
    assert "address already in use" in said
