"""Apache Kafka as the stack's broker. What needs a Java runs where the other tests use it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

import backends
from suara.kafka.admin import ensure_topics
from suara.settings import KafkaSettings
from suara.testing.broker import eventually, read
from suara_local.home import Home
from suara_local.servers import Servers

on_apache_kafka = pytest.mark.skipif(
    backends.chosen() != "kafka", reason="`make test-kafka` runs it"
)


class Machine:
    """One whose programs are scripts, where Apache Kafka was never fetched."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.cache = folder / "bin", folder / "cache"
        self.programs.mkdir()
        self._home = folder / "home"

    def has(self, program: str, script: str) -> None:
        path = self.programs / program
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)

    def up(self) -> "subprocess.CompletedProcess[str]":
        own = {"PATH": str(self.programs), "XDG_CACHE_HOME": str(self.cache)}
        usual = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"}
        return subprocess.run(
            [sys.executable, "-m", "suara_local", "up", "--broker", "kafka"],
            env=usual | own | {"SUARA_HOME": str(self._home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def jars(self) -> list[Path]:
        return list(self.cache.glob("suara/kafka-????????????/*"))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def refusal(result: "subprocess.CompletedProcess[str]") -> str:
    """The line that says why, and what follows it."""
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr.partition("suara: ")[2]


def test_a_machine_without_java_is_told_what_to_install(machine: Machine) -> None:
    said = refusal(machine.up())
    assert said.startswith("Apache Kafka needs Java 17 or newer, and there is no `java`")
    assert said.count("\n") == 1


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.22"])
def test_a_java_that_is_too_old_is_named(machine: Machine, version: str) -> None:
    machine.has("java", f"""echo 'openjdk version "{version}" 2024-01-16' >&2""")
    said = refusal(machine.up())
    assert f"{machine.programs}/java is Java {version.partition('.')[0]}" in said


def test_a_java_that_is_only_a_placeholder_is_not_taken_for_one(machine: Machine) -> None:
    machine.has("java", "echo 'Unable to locate a Java Runtime.' >&2; exit 1")
    assert f"{machine.programs}/java does not tell its version" in refusal(machine.up())


def test_a_machine_without_maven_is_told_what_to_install(machine: Machine) -> None:
    machine.has("java", """echo 'openjdk version "21.0.2" 2024-01-16' >&2""")
    said = refusal(machine.up())
    assert "there is no `mvn` on the PATH" in said
    assert said.count("\n") == 1


def test_artifacts_that_cannot_be_fetched_are_said_with_mavens_reason_and_not_half_kept(
    machine: Machine,
) -> None:
    machine.has("java", """echo 'openjdk version "21.0.2" 2024-01-16' >&2""")
    machine.has(
        "mvn",
        "/bin/mkdir jars; echo > jars/half.jar; echo [INFO] scanning; echo [ERROR] no way there;"
        "echo '[ERROR] '; echo [ERROR] use -X; exit 1",
    )
    result = machine.up()
    said = refusal(result)
    assert "fetching Apache Kafka" in result.stderr
    assert said.startswith("Apache Kafka's artifacts could not be fetched. Maven's log: ")
    assert said.splitlines()[1:] == ["    no way there"]
    assert machine.jars() == []


@on_apache_kafka
async def test_what_was_acknowledged_outlives_a_kill_and_a_move_to_other_ports(
    tmp_path: Path,
) -> None:
    home = tmp_path / "a home with späces"
    with Servers.start(home, broker="kafka") as first:
        kafka = _settings(first)
        await ensure_topics(kafka)
        await _send(kafka, b"kept")
        os.kill(first.pids["kafka"], signal.SIGKILL)
        await eventually(lambda: "kafka" not in first.pids)
    Home(home).ports.unlink()

    with Servers.start(home, broker="kafka") as second:
        assert _settings(second).bootstrap != kafka.bootstrap
        assert [record.value for record in await read(_settings(second), "groups")] == [b"kept"]


@on_apache_kafka
async def test_a_format_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "data" / "kafka" / "log"
    half.mkdir(parents=True)
    (half / "bootstrap.checkpoint").write_bytes(b"half of it")
    with Servers.start(tmp_path, broker="kafka") as servers:
        assert await ensure_topics(_settings(servers)) != []


@on_apache_kafka
def test_a_killed_supervisor_takes_apache_kafka_along(supervise: Callable[..., Any]) -> None:
    stack = supervise("worker", broker="kafka")
    stack.await_ready()
    stack.process.kill()
    stack.process.wait()
    stack.assert_gone_soon()


def _settings(servers: Servers) -> KafkaSettings:
    told = servers.environment
    assert "SUARA_KAFKA_IDEMPOTENCE" not in told
    return KafkaSettings(bootstrap=told["SUARA_KAFKA_BOOTSTRAP"], partitions=2)


async def _send(kafka: KafkaSettings, value: bytes) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap, acks="all", enable_idempotence=True
    )
    await producer.start()
    try:
        await producer.send_and_wait("suara.groups", value)
    finally:
        await producer.stop()
