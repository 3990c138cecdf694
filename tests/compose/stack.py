"""The whole system in containers, as docker-compose.yml describes it."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from uuid import uuid4

from backends.compose_file import IMAGES
from compose.forwarding import Forwarding
from compose.project import Project
from suara_local.broker import KAFKA
from suara_local.environment import chosen_by_the_user, for_clients
from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.ports import HOST, allocate

SESSION = "SUARA_TEST_COMPOSE_SESSION"
READY_SECONDS = 180.0
PAUSE_SECONDS = 0.3
# The provider's package reads them, so they have no prefix of ours.
_PROVIDER = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SUARA_PROJECT_OPENAI_URL", "SUARA_MODEL_PRICES")

_OWN_IMAGES = ("SUARA_IMAGE_PREFIX", "SUARA_VERSION")


class ComposeStack:
    """Starts everything, and removes it with its data: a context manager.

    As `suara_local.stack.Stack` as far as tests use it. `variables` are for .env.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str] | None = None) -> None:
        self.home = Home(folder)
        self.home.prepare()
        self.environment: dict[str, str] = {}
        """Settings of a process on this machine that talks to the servers."""
        ports = allocate(("gateway", "s3", "kafka", "mongodb"))
        self.base_url = f"http://{HOST}:{ports['gateway']}"
        self._forwarding = Forwarding()
        self.environment = _for_clients(self.home, ports)
        self.project = Project(
            f"suara-test-{os.environ.get(SESSION, uuid4().hex[:8])}-{uuid4().hex[:4]}",
            folder,
            _for_compose(self.environment, ports, self._forwarding) | dict(variables or {}),
        )
        self._log = None

    def start(self, *options: str) -> Self:
        """`up`, with further options; returns when every service is ready.

        Raises LocalError, having removed whatever was started.
        """
        try:
            self.project("up", "--detach", *options)
            self._log = self.project.follow(self.home.log("compose"))
            self.await_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def await_ready(self) -> None:
        """Return when every container is healthy. Raises LocalError when one has failed."""
        deadline = time.monotonic() + READY_SECONDS
        while waiting := {
            name: status
            for name, status in self.project.health().items()
            if "(healthy)" not in status and "Exited (0)" not in status
        }:
            if time.monotonic() > deadline:
                raise LocalError(f"Not ready after {READY_SECONDS:.0f} s: {waiting}")
            time.sleep(PAUSE_SECONDS)

    def stop(self) -> None:
        """Remove it. Harmless when nothing runs."""
        self._forwarding.close()
        if self._log is not None:
            self._log.terminate()
            self._log.wait()
            self._log = None
        self.project.down()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _for_clients(home: Home, ports: Mapping[str, int]) -> dict[str, str]:
    # The set's member has a name that only containers know.
    mongo = f"mongodb://{HOST}:{ports['mongodb']}/?directConnection=true"
    return for_clients(home, ports, KAFKA) | {"SUARA_MONGO_URL": mongo}


_SAME_IN_ENV = (
    "SUARA_JWT_SECRET",
    "SUARA_ENCRYPTION_KEYS",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "SUARA_S3_PUBLIC_URL",
)


def _for_compose(
    clients: Mapping[str, str], ports: Mapping[str, int], forwarding: Forwarding
) -> dict[str, str]:
    """What .env says: the required variables, ports, images, and what the shell says of models."""
    shell = chosen_by_the_user() | {n: os.environ[n] for n in _PROVIDER if n in os.environ}
    return {
        **{name: clients[name] for name in _SAME_IN_ENV},
        "SUARA_PORT": str(ports["gateway"]),
        "S3_PORT": str(ports["s3"]),
        "SUARA_S3_PRESIGNED_ENDPOINT": clients["SUARA_S3_ENDPOINT"],
        "KAFKA_PORT": str(ports["kafka"]),
        "TEST_MONGO_PORT": str(ports["mongodb"]),
        "SUARA_SOURCES": "none",  # nobody else is asked anything
        **{name: os.environ[name] for name in _OWN_IMAGES if name in os.environ},
        **{name: forwarding.url(value) for name, value in shell.items()},
        **{
            f"{service.upper()}_IMAGE": os.environ[variable]
            for service, variable in IMAGES.items()
            if os.environ.get(variable)
        },
    }
