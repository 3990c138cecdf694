"""The three servers of the embedded stack: Kafka, MongoDB and S3."""

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from suara_local import environment
from suara_local.broker import EMBEDDED, KAFKA, Broker
from suara_local.child import Program
from suara_local.children import Children
from suara_local.home import Home, write_private
from suara_local.launch import launch
from suara_local.ports import allocate, remembered
from suara_local.servers import apache_kafka, kafka, mongodb, s3

BROKERS = {EMBEDDED: kafka, KAFKA: apache_kafka}
NAMES = ("kafka", "mongodb", "s3")
READY_SECONDS = 60.0

Say = Callable[[str], None]
"""Called with a line about what takes long."""


class Servers:
    """The servers alone, without services. Synchronous, and a context manager:

    with Servers.start(folder) as servers: use(servers.environment)
    """

    def __init__(self, children: Children, settings: dict[str, str]) -> None:
        self._children = children
        self.environment = settings
        """Every variable a service needs, `SUARA_HTTP_PORT` aside."""

    @classmethod
    def start(cls, home: Path, *, broker: Broker = EMBEDDED, say: Say = lambda _text: None) -> Self:
        """Start all three in this folder; returns when they are ready. The bucket exists then.

        Topics do not. The first start of Apache Kafka on a machine fetches it. Raises LocalError
        when a server cannot be started, having stopped the rest.
        """
        place = Home(home)
        children = Children(place)
        try:
            ports = start(children, place, broker, lambda _name: None, say)
            return cls(children, environment.for_clients(place, ports, broker))
        except BaseException:
            children.close()
            raise

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by name; the guard is one of them."""
        return self._children.pids

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
    broker: Broker,
    on_ready: Callable[[str], None],
    say: Say,
    beside: Callable[[dict[str, int]], list[Program]] = lambda _ports: [],
) -> dict[str, int]:
    """Start the servers among these children and return their ports by name.

    `beside` makes programs that are started together with them.
    """
    kinds = (BROKERS[broker], mongodb, s3)
    preferred = remembered(home.ports)
    if broker == KAFKA:
        apache_kafka.prepare(children, say)

    def choose(attempt: int) -> dict[str, int]:
        names = [name for kind in kinds for name in kind.PORTS]
        return allocate(names, preferred={} if attempt else preferred, twins=s3.TWINS)

    def programs(ports: dict[str, int]) -> list[Program]:
        return [kind.program(home, ports) for kind in kinds] + beside(ports)

    ports = launch(children, choose, programs, READY_SECONDS, on_ready)
    write_private(home.ports, json.dumps(ports, indent=2))
    return ports
