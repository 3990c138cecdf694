"""The relay where processes are killed and the broker is away.

Nothing is lost, and each key keeps its order.

An event may be repeated under its own id. What is in order is the first time each is told.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from socket import create_server
from typing import Any
from uuid import UUID

import pytest

from api_gateway.adapters.indexes import ensure_indexes
from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.relay import Relay
from api_gateway.changes import Change
from kafka_link import HOST, Link
from own_broker import provided
from suara.events import GroupUpdated
from suara.kafka.codec import decode
from suara.kafka.publisher import Publisher
from suara.lease import Lease
from suara.mongo import Database
from suara.settings import KafkaSettings
from suara.testing.broker import read
from suara.testing.samples import an_event
from suara_local.child import Child
from suara_local.home import Home
from suara_local.servers import kafka as tansu

RELAY = Path(__file__).with_name("relaying.py")
LEASE_SECONDS = 2.0
KEYS = [UUID(int=number) for number in range(5)]


@pytest.fixture
async def database(database: Database) -> Database:
    """With the collections that a gateway makes before it relays."""
    await ensure_indexes(database)
    return database


@pytest.fixture
async def relays(own_environment: dict[str, str], kafka: KafkaSettings) -> AsyncIterator[Any]:
    """Starts processes that relay."""
    started: list[Process] = []

    async def start() -> Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(RELAY), str(LEASE_SECONDS)),
            env=os.environ | own_environment,
            stdout=PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
async def test_another_gateway_goes_on_where_the_leaseholder_died_or_froze(
    database: Database, kafka: KafkaSettings, relays: Any, fault: signal.Signals
) -> None:
    first = await relays()
    await first.stdout.readline()  # it holds the lease
    second = await relays()
    await _fill(database, kafka, range(60))
    total = 60 * len(KEYS)

    await _until(lambda: _fewer(database, total))
    first.send_signal(fault)
    await second.stdout.readline()
    if fault is signal.SIGSTOP:
        first.send_signal(signal.SIGCONT)  # it still has a batch in hand
    await _until(lambda: _fewer(database, 1))

    told = await _told(kafka)
    assert all(numbers == list(range(60)) for numbers in told.values())
    assert len(told) == len(KEYS)


@pytest.fixture
async def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Link]:
    """To a broker of the test's own, which says that it listens where the link does."""
    with closing(create_server((HOST, 0))) as one, closing(create_server((HOST, 0))) as other:
        port, broker_port = one.getsockname()[1], other.getsockname()[1]
    home = Home(tmp_path / "broker")
    home.prepare()
    program = tansu.program(home, {"kafka": broker_port})
    told = f"--advertised-listener-url=tcp://{HOST}:{port}"
    command = [told if each.startswith("--advertised") else each for each in program.command]
    broker = Child(replace(program, command=tuple(command)), home.log("kafka"))
    monkeypatch.setenv("SUARA_KAFKA_BOOTSTRAP", f"{HOST}:{port}")
    monkeypatch.setenv("SUARA_KAFKA_IDEMPOTENCE", "false")
    link = Link(port, broker_port)
    await link.open()
    yield link
    await link.cut()
    broker.signal(signal.SIGKILL)
    while broker.code() is None:  # noqa: ASYNC110 - it is another process
        await asyncio.sleep(0.01)


async def test_a_broker_that_was_away_gets_what_it_missed_in_order(
    database: Database, set_environment: None, link: Link
) -> None:
    kafka = KafkaSettings()
    await provided(kafka)
    publisher = Publisher(kafka, "tests")
    await publisher.start()
    relay = Relay(
        Outbox(database, kafka.topic_prefix), Lease(database, "outbox-relay"), publisher.send
    )
    relaying = asyncio.create_task(relay.run())
    try:
        await _fill(database, kafka, range(60))
        await _until(lambda: _fewer(database, 60 * len(KEYS)))
        await link.cut()
        await _fill(database, kafka, range(60, 80))
        await link.open()
        await _until(lambda: _fewer(database, 1))
    finally:
        relay.stop()
        await relaying
        await publisher.stop()

    told = await _told(kafka)
    assert all(numbers == list(range(80)) for numbers in told.values())
    assert len(told) == len(KEYS)


async def _fill(database: Database, kafka: KafkaSettings, numbers: range) -> None:
    """Put so many events of each key into the outbox, in order of their numbers."""
    outbox = Outbox(database, kafka.topic_prefix)
    async with await database.client.start_session() as session, session.start_transaction():
        for number in numbers:
            events = [an_event(GroupUpdated, group_id=key, name=str(number)) for key in KEYS]
            await outbox.add(session, Change(None, events, number + 1), None)


async def _told(kafka: KafkaSettings) -> dict[str, list[int]]:
    """The numbers that each key's events had, in order, repetitions left out."""
    seen: set[UUID] = set()
    told: dict[str, list[int]] = defaultdict(list)
    for record in await read(kafka, "groups"):
        envelope = decode(record.value, list(record.headers))
        if envelope.id not in seen:
            seen.add(envelope.id)
            told[envelope.data.key].append(int(envelope.data.name))
    return told


async def _fewer(database: Database, count: int) -> bool:
    return await database.outbox.count_documents({}) < count


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await condition():  # noqa: ASYNC110 - it is in another process
            await asyncio.sleep(0.02)
