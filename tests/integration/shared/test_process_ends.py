"""How a worker process ends: its exit code and, where it is not 0, one line that says why."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from own_broker import provided
from suara.events import Envelope, GroupDeleted
from suara.settings import KafkaSettings
from suara.testing.broker import publishing
from suara.testing.samples import an_event
from suara_local.child import Child

SERVING = Path(__file__).with_name("serving.py")
LONGEST_SECONDS = 40


@dataclass
class Serving:
    process: Process

    async def begins(self) -> None:
        """Return once a handler has begun."""
        while await self.process.stdout.readline() != b"begun\n":
            assert self.process.returncode is None

    async def end(self, number: signal.Signals | None = None) -> tuple[int, list[str]]:
        """Exit code and what it said beside its log, after a signal or by itself."""
        if number:
            self.process.send_signal(number)
        _, said = await asyncio.wait_for(self.process.communicate(), LONGEST_SECONDS)
        lines = said.decode().splitlines()
        return self.process.returncode, [line for line in lines if not line.startswith("{")]


Serve = Callable[..., Awaitable[Serving]]


@pytest.fixture
async def serve(set_environment: None) -> AsyncIterator[Serve]:
    """Starts a worker process with handlers of a kind. settings: without their SUARA_."""
    started: list[Process] = []

    async def serve(kind: str, **settings: str) -> Serving:
        changes = {f"SUARA_{name}": value for name, value in settings.items()}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(SERVING), kind),
            env=os.environ | {"SUARA_HTTP_PORT": "0", "SUARA_LOG_FORMAT": "json"} | changes,
            stdout=PIPE,
            stderr=PIPE,
        )
        started.append(process)
        return Serving(process)

    yield serve
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def request(kafka: KafkaSettings, *garbage: bytes) -> None:
    """One message that can be handled, or else some that cannot."""
    async with publishing(kafka) as publisher:
        for value in garbage:
            await publisher.send(f"{kafka.topic_prefix}.groups", b"", value, [])
        if not garbage:
            await publisher.publish([Envelope.first(an_event(GroupDeleted), "/suara/tests")])


async def test_sigterm_ends_a_process_with_code_0_also_when_its_handlers_are_slow(
    kafka: KafkaSettings, serve: Serve
) -> None:
    quick, slow = await serve("quick"), await serve("slow", DRAIN_SECONDS="2")
    await request(kafka)
    await asyncio.gather(quick.begins(), slow.begins())
    assert await quick.end(signal.SIGTERM) == (0, [])
    assert await slow.end(signal.SIGTERM) == (0, [])


async def test_sigterm_ends_a_process_with_code_0_while_its_broker_is_dead(
    own_broker: Callable[[], Child], serve: Serve
) -> None:
    broker = own_broker()
    kafka = KafkaSettings()
    await provided(kafka)
    quick, slow = await serve("quick"), await serve("slow", DRAIN_SECONDS="2")
    await request(kafka)
    await asyncio.gather(quick.begins(), slow.begins())
    broker.signal(signal.SIGKILL)
    assert await quick.end(signal.SIGTERM) == (0, [])
    assert await slow.end(signal.SIGTERM) == (0, [])


async def test_a_stall_and_a_deploy_error_end_a_process_with_code_1_and_one_line(
    kafka: KafkaSettings, serve: Serve
) -> None:
    stalled = await serve(
        "deaf",
        HANDLER_TIMEOUT_SECONDS="0.2",
        HANDLER_RETRY_SECONDS="0.1",
        STALLED_SECONDS="0.2",
        DRAIN_SECONDS="0.2",
    )
    await request(kafka)
    code, said = await stalled.end()
    [line] = said
    assert code == 1
    assert line.startswith("suara: nothing gets on, for ")
    assert line.endswith("is handled for longer than its time-outs")

    await request(kafka, *[b"not JSON"] * 3)
    deployed = await serve("quick", DEAD_LETTERS_IN_A_ROW="2")
    code, said = await deployed.end()
    [line] = said
    assert code == 1
    assert line.startswith("suara: 3 dead letters in a row, the last because of: ")
    assert line.endswith("That looks like a deploy error rather than a bad message.")
