"""The system under test: every process can be killed, frozen and started again, on its port."""

import asyncio
import contextlib
import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from chaos.plan import BROKER, SERVERS, SERVICES
from chaos.programs import programs
from suara_local import topics
from suara_local.broker import KAFKA, Broker
from suara_local.child import Child, Program
from suara_local.children import Children
from suara_local.errors import NotReadyError
from suara_local.home import Home
from suara_local.kafka_settings import from_environment
from suara_local.logfile import last_lines
from suara_local.servers import apache_kafka

_READY_SECONDS, _TERM_SECONDS = 90.0, 12.0


@dataclass(frozen=True)
class Exit:
    """A process that ended though nobody ended it."""

    name: str
    code: int
    log: Path
    last_words: str


class System:
    """Started from the main thread, ended by `close`. `watch` replaces whoever ends by itself."""

    def __init__(self, root: Path, broker: Broker) -> None:
        self.home, self.broker = Home(root), broker
        self.exits: list[Exit] = []
        self._children = Children(self.home)
        self._running: dict[str, Child] = {}
        self._wanted: set[str] = set()
        self._runs: dict[str, int] = {}
        self._programs: Mapping[str, Program] = {}
        self.environment: Mapping[str, str] = {}
        self.base_url = ""
        self._birth: dict[str, float] = {}

    async def start(self) -> None:
        """All servers, topics and services. Raises LocalError."""
        if self.broker == KAFKA:
            apache_kafka.prepare(self._children, print)
        self._programs, self.environment, self.base_url = programs(self.home, self.broker)
        for name in SERVERS:
            self.spawn(name)
        await self.ready(*SERVERS)
        await self.make_topics()
        for name in SERVICES:
            self.spawn(name)
        await self.ready()

    def close(self) -> None:
        """End everything that was started."""
        self._wanted.clear()
        for child in self._running.values():
            child.signal(signal.SIGCONT)
        self._children.close(first=self._programs.keys() - set(SERVERS))

    def spawn(self, name: str, **settings: str) -> None:
        """Start a process, again perhaps, with these settings of its own. Keeps the log before."""
        program = self._programs[name]
        if settings:
            program = replace(program, environment={**program.environment, **settings})
        log = self.home.log(name)
        if log.exists():
            log.replace(log.with_name(f"{name}.{self._runs[name]}.log"))
        self._runs[name] = self._runs.get(name, 0) + 1
        self._running[name] = self._children.spawn(program)
        self._birth[name] = time.monotonic()
        self._wanted.add(name)

    def kill(self, name: str) -> None:
        """As a crash does."""
        self._wanted.discard(name)
        self._children.kill(self._running[name])

    async def terminate(self, name: str) -> float:
        """SIGTERM, and SIGKILL after a while. Returns how many seconds it took to end."""
        self._wanted.discard(name)
        child, began = self._running[name], time.monotonic()
        child.signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TERM_SECONDS):
                while child.code() is None:  # noqa: ASYNC110 - it is another process
                    await asyncio.sleep(0.05)
        seconds = time.monotonic() - began
        if child.code() not in (0, -signal.SIGTERM):  # the latter: while it was starting
            self._note_exit(name, child)
        self._children.kill(child)
        return seconds

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a process and all that it started."""
        self._running[name].signal(number)

    def pid(self, name: str) -> int:
        return self._running[name].pid

    async def ready(self, *names: str, seconds: float = _READY_SECONDS) -> None:
        """Return when these are, or all. Raises NotReadyError."""
        deadline = time.monotonic() + seconds
        for name in names or (*SERVERS, *SERVICES):
            while not await asyncio.to_thread(lambda: self._running[name].is_ready()):  # noqa: B023
                if time.monotonic() > deadline:
                    raise NotReadyError(name, seconds, self.home.log(name))
                await asyncio.sleep(0.1)

    async def make_topics(self) -> None:
        """As `suara topics` does."""
        await topics.create(from_environment(self.environment), _READY_SECONDS)

    def empty_log(self) -> None:
        """Throw away all that the broker has kept; it must not be running."""
        shutil.rmtree(self.home.data / "kafka" / "log", ignore_errors=True)

    @property
    def forgetful(self) -> bool:
        """Whether the broker loses its log with its process."""
        return self.broker != KAFKA

    async def watch(self) -> None:
        """Start again whoever has ended by himself, as any orchestrator would. Never returns."""
        while True:
            await asyncio.sleep(0.2)
            for name in sorted(self._wanted):
                child = self._running[name]
                if child.code() is not None:
                    self._note_exit(name, child)
                    self._children.kill(child)
                    await asyncio.sleep(max(0.0, 1 - (time.monotonic() - self._birth[name])))
                    if name in self._wanted and self._running[name] is child:
                        self.spawn(name)
                        if name == BROKER and self.forgetful:
                            await self.make_topics()

    def _note_exit(self, name: str, child: Child) -> None:
        code, log = child.code(), self.home.log(name).with_name(f"{name}.{self._runs[name]}.log")
        words = " ".join(last_lines(child.log, 1))[-300:]
        self.exits.append(Exit(name, -signal.SIGKILL if code is None else code, log, words))
