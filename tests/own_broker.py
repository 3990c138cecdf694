"""An embedded broker of a test's own, to be killed."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from socket import create_server

import pytest

from suara.kafka.admin import ensure_topics
from suara.settings import KafkaSettings
from suara_local.child import Child
from suara_local.home import Home
from suara_local.servers import kafka as tansu


@pytest.fixture
def own_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Child]]:
    """Starts a broker of the test's own, always on the same port, each time with an empty log."""
    with closing(create_server(("127.0.0.1", 0))) as reserved:
        port = reserved.getsockname()[1]
    monkeypatch.setenv("SUARA_KAFKA_BOOTSTRAP", f"127.0.0.1:{port}")
    monkeypatch.setenv("SUARA_KAFKA_IDEMPOTENCE", "false")
    home = Home(tmp_path / "broker")
    home.prepare()
    started: list[Child] = []

    def start() -> Child:
        started.append(Child(tansu.program(home, {"kafka": port}), home.log("kafka")))
        return started[-1]

    yield start
    for child in started:
        if child.code() is None:
            child.signal(signal.SIGKILL)
        while child.code() is None:
            time.sleep(0.01)


async def provided(kafka: KafkaSettings) -> None:
    """Topics, once the broker answers."""
    async with asyncio.timeout(20):
        while True:
            try:
                await ensure_topics(kafka)
            except Exception:
                await asyncio.sleep(0.1)
            else:
                return
