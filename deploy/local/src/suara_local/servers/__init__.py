"""The three servers of the embedded stack: Kafka, MongoDB and S3."""

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from suara_local import environment
from suara_local.child import Program
from suara_local.children import Children
from suara_local.home import Home, write_private
from suara_local.launch import launch
from suara_local.ports import allocate, remembered
from suara_local.servers import kafka, mongodb, s3

KINDS = (kafka, mongodb, s3)
NAMES = ("kafka", "mongodb", "s3")
READY_SECONDS = 60.0


class Servers:
    """The servers alone, without services. Synchronous, and a context manager:

    with Servers.start(folder) as servers: use(servers.environment)
    """

    def __init__(self, children: Children, settings: dict[str, str]) -> None:
        self._children = children
        self.environment = settings
        """Every variable a service needs, `SUARA_HTTP_PORT` aside."""

    @classmethod
    def start(cls, home: Path) -> Self:
        """Start all three in this folder; returns when they are ready. The bucket exists then.

        Topics do not. Raises LocalError when a server cannot be started, having stopped the rest.
        """
        place = Home(home)
        children = Children(place)
        try:
            ports = start(children, place, lambda _name: None)
            return cls(children, environment.for_clients(place, ports))
        except BaseException:
            children.close()
            raise

    def stop(self) -> None:
        """Stop them, and return when the last one has ended."""
        self._children.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    children: Children,
    home: Home,
    on_ready: Callable[[str], None],
    beside: Callable[[dict[str, int]], list[Program]] = lambda _ports: [],
) -> dict[str, int]:
    """Start the servers among these children and return their ports by name.

    `beside` makes programs that are started together with them.
    """
    preferred = remembered(home.ports)

    def choose(attempt: int) -> dict[str, int]:
        names = [name for kind in KINDS for name in kind.PORTS]
        return allocate(names, preferred={} if attempt else preferred, twins=s3.TWINS)

    def programs(ports: dict[str, int]) -> list[Program]:
        return [kind.program(home, ports) for kind in KINDS] + beside(ports)

    ports = launch(children, choose, programs, READY_SECONDS, on_ready)
    write_private(home.ports, json.dumps(ports, indent=2))
    return ports
