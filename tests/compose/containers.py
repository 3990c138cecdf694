"""The containers of a stack, as what chaos does its faults to."""

import asyncio
import os
import signal
import time
from collections.abc import Mapping

import docker
from docker.models.containers import Container

from compose.project import ROOT, environment
from compose.stack import ComposeStack
from suara_local.broker import KAFKA
from suara_local.errors import LocalError, NotReadyError

SERVERS = ("kafka", "mongo", "s3")
SERVICES = ("api-gateway", "ethnography", "generator", "library", "avatar")
GENERATORS = 2
_ALL = (*SERVERS, *SERVICES)
_READY_SECONDS = 180.0


class Containers:
    """Those of a stack that is up. They are called as their services in docker-compose.yml; of
    several, the first is meant.
    """

    broker = KAFKA
    forgetful = False  # the broker's log is in a volume

    def __init__(self, stack: ComposeStack) -> None:
        self.stack, self.base_url = stack, stack.base_url
        self.environment: Mapping[str, str] = stack.environment
        self._engine = docker.from_env()

    def of(self, *services: str) -> list[Container]:
        """All containers of these services, stopped ones, too."""
        label = f"com.docker.compose.project={self.stack.project.name}"
        found = self._engine.containers.list(all=True, filters={"label": label})
        return sorted(
            (each for each in found if each.labels["com.docker.compose.service"] in services),
            key=lambda each: str(each.name),
        )

    def ids(self, service: str) -> set[str]:
        return {str(each.id) for each in self.of(service)}

    def kill(self, name: str) -> None:
        """SIGKILL. Docker takes it for somebody's wish, and leaves the container dead."""
        self.of(name)[0].kill()

    def spawn(self, name: str) -> None:
        """What `up -d` does with a container that is not running."""
        self.of(name)[0].start()

    def crash(self) -> None:
        """SIGKILL from outside to the first process of every container, as if memory ran out."""
        for each in self.of(*_ALL):
            os.kill(each.attrs["State"]["Pid"], signal.SIGKILL)

    def restarts(self) -> dict[str, int]:
        """By container: how often Docker started it by itself since it was last told to."""
        return {str(each.name): each.attrs["RestartCount"] for each in self.of(*_ALL)}

    async def up(self) -> None:
        """What is not there, or not running, is made and started. Return when all is ready."""
        scale = ("--scale", f"generator={GENERATORS}")
        await asyncio.to_thread(self.stack.project, "up", "--detach", *scale)
        await self.ready()

    async def roll(self, service: str) -> None:
        """Replace the containers of a service, as operators do: `deploy/roll SERVICE`."""
        process = await asyncio.create_subprocess_exec(
            *(str(ROOT / "deploy/roll"), service),
            env=environment() | {"COMPOSE": " ".join(self.stack.project.words())},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise LocalError(f"deploy/roll {service}: {said.decode()}")

    async def ready(self, *names: str, seconds: float = _READY_SECONDS) -> None:
        """Return when the containers of these, or of all, are healthy. Raises NotReadyError."""
        waiting = list(names or _ALL)
        deadline = time.monotonic() + seconds
        while waiting := [name for name in waiting if not await asyncio.to_thread(self._up, name)]:
            if time.monotonic() > deadline:
                log = self.stack.home.log("compose")
                raise NotReadyError(", ".join(waiting), seconds, log)
            await asyncio.sleep(0.2)

    async def watch(self) -> None:
        """Docker itself starts again what has ended. Never returns."""
        await asyncio.Event().wait()

    def _up(self, name: str) -> bool:
        found = self.of(name)
        return bool(found) and all(each.health == "healthy" for each in found)
