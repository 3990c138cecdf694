"""The whole system on this machine: three servers, the topics, the services."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from suara_local import environment, servers, state
from suara_local.broker import EMBEDDED, Broker, remember, remembered
from suara_local.child import Program
from suara_local.children import Children
from suara_local.home import Home
from suara_local.launch import launch
from suara_local.ports import HOST, allocate, gateway_port
from suara_local.probes import answering
from suara_local.services import GATEWAY, SERVICES, Service, with_generators

READY_SECONDS = 90.0
WATCH_SECONDS = 0.2

OnProgress = Callable[[str, int, int], None]
"""Called with what happened ("kafka ready"), how many steps are done, and of how many."""


class Stack:
    """Starts everything, watches it, stops it. A context manager; leaving it stops all.

    `port` None means 8000 or, if that is taken, any free one; `broker` None the one that the
    home ran last, at first the embedded one. Start it from the main thread: see `Child`.
    """

    def __init__(
        self,
        home: Path,
        *,
        generators: int = 1,
        port: int | None = None,
        broker: Broker | None = None,
        services: Sequence[Service] = SERVICES,
    ) -> None:
        self.home = Home(home)
        self.environment: dict[str, str] = {}
        """Settings of any process that talks to the servers; empty before `start()`."""
        self.broker = broker or remembered(self.home) or EMBEDDED
        self.base_url = ""
        self._services = with_generators(services, generators)
        self._report: OnProgress = lambda _text, _done, _total: None
        self._state = state.new()
        self._port = port
        self._children: Children | None = None

    @property
    def processes(self) -> dict[str, int]:
        """Process ids by name."""
        return self._children.pids if self._children else {}

    def start(self, on_progress: OnProgress | None = None) -> Self:
        """Start everything; returns when every service is ready.

        Raises LocalError (of any kind in `errors`), having stopped whatever was started.
        """
        gateway_port(self._port)  # a bad wish is refused before anything is started
        self._report = on_progress or self._report
        children = self._children = Children(self.home)
        try:
            children.remove_at_end(self.home.state)
            total = len(servers.NAMES) + 1 + len(self._services)
            self._record(stage="starting the servers", steps=total, broker=self.broker)
            ports = servers.start(
                children, self.home, self.broker, self._step, self._say, beside=self._topics
            )
            remember(self.home, self.broker)
            self.environment = environment.for_clients(self.home, ports, self.broker)
            own = launch(children, self._choose, self._programs, READY_SECONDS, self._step)
            self.base_url = f"http://{HOST}:{own[GATEWAY]}"
            self._record(ready=True, base_url=self.base_url, ports=ports | own)
        except BaseException:
            self.stop()
            raise
        return self

    def check(self) -> None:
        """Raise ChildDied when a process has ended."""
        if self._children is not None:
            self._children.check()

    def wait(self) -> None:
        """Block until a process ends, and raise ChildDied for it."""
        while True:
            self.check()
            time.sleep(WATCH_SECONDS)

    def stop(self) -> None:
        """Stop the services, then the servers. Harmless when nothing runs."""
        if self._children is not None:
            self._children.close(first={service.name for service in self._services})
            self._children = None

    def _choose(self, _attempt: int) -> dict[str, int]:
        gateway = gateway_port(self._port)
        others = [service.name for service in self._services if service.name != GATEWAY]
        return {GATEWAY: gateway} | allocate(others)

    def _programs(self, ports: dict[str, int]) -> list[Program]:
        return [
            Program(
                name=service.name,
                command=service.command,
                environment=environment.for_service(
                    self.environment | {"SUARA_HTTP_PORT": str(ports[service.name])}
                ),
                directory=self.home.scratch,
                ready=answering(ports[service.name], service.health),
            )
            for service in self._services
        ]

    def _topics(self, ports: dict[str, int]) -> list[Program]:
        """The task that creates the topics: it waits for the broker, so it can start with it."""
        return [
            Program(
                name="topics",
                command=(sys.executable, "-m", "suara_local.topics"),
                environment=environment.for_service(
                    environment.for_clients(self.home, ports, self.broker)
                ),
                directory=self.home.scratch,
            )
        ]

    def _step(self, name: str) -> None:
        self._say(f"{name} ready", step=min(self._state.step + 1, self._state.steps))

    def _say(self, stage: str, **changes: Any) -> None:
        self._record(stage=stage, **changes)
        self._report(self._state.stage, self._state.step, self._state.steps)

    def _record(self, **changes: Any) -> None:
        self._state = replace(self._state, processes=self.processes, **changes)
        state.write(self.home, self._state)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
