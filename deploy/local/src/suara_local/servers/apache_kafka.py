"""Kafka: Apache Kafka itself, one KRaft node whose log is kept in the home."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from suara_local.child import Program
from suara_local.children import Children
from suara_local.environment import for_server
from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.ports import HOST
from suara_local.probes import listening
from suara_local.servers import artifacts

PORTS = ("kafka", "kafka_controller")
JAVA = 17
LOGGING = Path(str(files("suara_local.servers") / "java" / "log4j2.properties"))
CLUSTER_ID = "c3VhcmEtbG9jYWwtYnJvaw"
# Made for a quick start and a small footprint: a short-lived broker does not earn back what the
# optimising compiler costs. Without performance data nothing is left in the temporary folder.
JVM = (
    *("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
    *("-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"),
)
# The storage is formatted before the first start, in the process that then becomes the broker:
# $0 is the cluster's id, $@ is java with its options.
START = (
    "test -e log/meta.properties"
    ' || "$@" kafka.tools.StorageTool format --cluster-id "$0" --config server.properties'
    ' && exec "$@" kafka.Kafka server.properties'
)


def prepare(children: Children, say: Callable[[str], None]) -> None:
    """Have all that `program` needs. `say` gets a line before what takes long.

    Raises LocalError without a Java that can run it, and when it cannot be fetched.
    """
    _java()
    artifacts.ensure(children, say)


def program(home: Home, ports: Mapping[str, int]) -> Program:
    folder = home.data / "kafka"
    folder.mkdir(exist_ok=True)
    settings = "".join(f"{name}={value}\n" for name, value in _settings(ports).items())
    (folder / "server.properties").write_text(settings)
    java = (
        *(_java(), *JVM, f"-Djava.io.tmpdir={home.scratch}"),
        f"-Dlog4j2.configurationFile={LOGGING.as_uri()}",
        *("-cp", str(artifacts.folder() / "*")),
    )
    return Program(
        name="kafka",
        command=("/bin/sh", "-c", START, CLUSTER_ID, *java),
        environment=for_server(home),
        directory=folder,
        ready=listening(ports["kafka"]),
    )


def _settings(ports: Mapping[str, int]) -> dict[str, str | int]:
    """No path in here: what Java reads from such a file is Latin-1."""
    own, controller = f"{HOST}:{ports['kafka']}", f"{HOST}:{ports['kafka_controller']}"
    return {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{controller}",
        "listeners": f"PLAINTEXT://{own},CONTROLLER://{controller}",
        "advertised.listeners": f"PLAINTEXT://{own}",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": "log",
        "auto.create.topics.enable": "false",
        "offsets.topic.num.partitions": 4,
        "offsets.topic.replication.factor": 1,
        "transaction.state.log.num.partitions": 1,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "group.initial.rebalance.delay.ms": 0,  # workers join as soon as they are there
        "group.min.session.timeout.ms": 1_000,  # what SUARA_KAFKA_SESSION_TIMEOUT_MS allows
        "broker.session.timeout.ms": 3_000,  # so long it is refused after it was killed
        "broker.heartbeat.interval.ms": 500,
        "log.cleaner.dedupe.buffer.size": 4 * 2**20,  # 128 MB of the heap by default
        "num.network.threads": 2,
        "num.io.threads": 4,
    }


def _java() -> str:
    """The Java of JAVA_HOME, as Maven takes it, or that on the PATH."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    if found is None:
        where = f"in JAVA_HOME ({home})" if home else "on the PATH"
        raise _no_java(f"there is no `java` {where}")
    asked = subprocess.run(  # noqa: S603
        (found, "-version"), capture_output=True, text=True, check=False
    )
    version = re.search(r'version "(\d+)', asked.stderr)
    if asked.returncode or version is None:
        raise _no_java(f"{found} does not tell its version")
    if int(version[1]) < JAVA:
        raise _no_java(f"{found} is Java {version[1]}")
    return found


def _no_java(fault: str) -> LocalError:
    return LocalError(
        f"Apache Kafka needs Java {JAVA} or newer, and {fault}. "
        "On Debian: apt-get install openjdk-17-jre-headless"
    )
