"""Servers in containers, as docker-compose.yml describes them: what `make up` has in production.

SUARA_TEST_KAFKA_IMAGE, SUARA_TEST_MONGO_IMAGE and SUARA_TEST_S3_IMAGE name other images than
that file does. The Docker daemon must be on this machine: everything listens on loopback.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from docker.errors import APIError, DockerException, ImageNotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.labels import SESSION_ID

from backends import container_removal
from backends.compose_file import IMAGES, described
from backends.container_probes import REPLICA_SET, has_bucket, is_broker, is_primary
from suara_local.broker import KAFKA
from suara_local.environment import for_clients
from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.ports import HOST, allocate

READY_SECONDS = 90.0
PAUSE_SECONDS = 0.1
S3_PORT = 8333


class Containers:
    """Three running containers. `environment` leads to them."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        # Removes them when its input ends: by `stop`, or because this process was killed.
        self._remover = subprocess.Popen(
            (sys.executable, container_removal.__file__, SESSION_ID),
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def stop(self) -> None:
        """Remove the containers and their data."""
        self._remover.communicate()


def start(folder: Path) -> Containers:
    """Start the three and return when they are ready; the bucket exists then, topics do not.

    Raises LocalError without a daemon or an image, and when a server cannot be started.
    """
    ports = allocate(("kafka", "mongodb", "s3"))
    environment = _environment(Home(folder), ports)
    try:
        servers = _containers(environment, ports)
        _refuse_missing(servers)
    except DockerException as error:
        raise LocalError(
            "No Docker daemon answers on this machine: start one, or leave out "
            "SUARA_TEST_BACKEND=containers."
        ) from error
    testcontainers_config.ryuk_disabled = True  # our own remover needs no image
    running = Containers(environment)
    try:
        for server in servers.values():
            server.start()
        _await("kafka", servers, lambda: is_broker(ports["kafka"]))
        _await("mongo", servers, lambda: is_primary(ports["mongodb"]))
        _await("s3", servers, lambda: has_bucket(environment))
    except BaseException as error:
        running.stop()
        if isinstance(error, APIError):
            raise LocalError(f"Docker refuses a container: {error.explanation}") from error
        raise
    return running


def _environment(home: Home, ports: Mapping[str, int]) -> dict[str, str]:
    mongo = f"mongodb://{HOST}:{ports['mongodb']}/?replicaSet={REPLICA_SET}"
    return for_clients(home, ports, KAFKA) | {"SUARA_MONGO_URL": mongo}


def _containers(
    environment: Mapping[str, str], ports: Mapping[str, int]
) -> dict[str, DockerContainer]:
    """By the name of their service in docker-compose.yml. None is started yet."""
    compose = described(environment)
    services = compose["services"]
    kafka, mongo, s3 = (DockerContainer(services[name]["image"]) for name in IMAGES)

    # The broker and the replica set tell clients where they are, so inside they listen on the
    # port that is published.
    own = ports["kafka"]
    kafka.env = {name: str(value) for name, value in services["kafka"]["environment"].items()} | {
        "KAFKA_LISTENERS": f"PLAINTEXT://:{own},CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{HOST}:{own}",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "4",
        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS": "1000",  # SUARA_KAFKA_SESSION_TIMEOUT_MS allows it
    }
    _publish(kafka, own, own)

    mongo.with_command([*services["mongo"]["command"], "--port", str(ports["mongodb"])])
    _publish(mongo, ports["mongodb"], ports["mongodb"])

    s3.with_command(services["s3"]["command"])
    s3.with_kwargs(hostname="s3", entrypoint=services["s3"]["entrypoint"])
    s3.env = services["s3"]["environment"]
    _publish(s3, S3_PORT, ports["s3"])
    return {"kafka": kafka, "mongo": mongo, "s3": s3}


def _publish(server: DockerContainer, inside: int, outside: int) -> None:
    """On loopback only; `with_bind_ports` would let the whole network in."""
    server.ports[f"{inside}/tcp"] = (HOST, outside)


def _refuse_missing(servers: Mapping[str, DockerContainer]) -> None:
    missing = []
    for name, server in servers.items():
        try:
            server.get_docker_client().client.images.get(server.image)
        except ImageNotFound:
            missing.append(f"`docker pull {server.image}` or set {IMAGES[name]}")
    if missing:
        raise LocalError("Images are missing on this machine: " + "; ".join(missing))


def _await(name: str, servers: Mapping[str, DockerContainer], is_ready: Callable[[], bool]) -> None:
    server = servers[name]
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready():
        server.reload()
        if server.status == "exited" or time.monotonic() > deadline:
            said = b"".join(server.get_logs()).decode(errors="replace").splitlines()
            raise LocalError(
                f"{name} ({server.image}) is {server.status}, not ready: {' | '.join(said[-5:])}"
            )
        time.sleep(PAUSE_SECONDS)
