"""Serving from a thread of this process, and talking to /control."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local_server import Controlled, serving
from openai_server.application import Server


class RunningServer(Controlled):
    """Where it is and what it saw."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.base_url = f"{self.origin}/v1"

    def log(self, *, bodies: bool = False) -> dict[str, Any]:
        """{"count", "in_flight", "max_in_flight", "requests": [...]} and the JSON "bodies"."""
        found: dict[str, Any] = self._call("GET", "/control/log" + ("?bodies" if bodies else ""))
        return found


@contextmanager
def running() -> Iterator[RunningServer]:
    """A server of its own on a free port, until the block is left."""
    with serving(Server().application()) as port:
        yield RunningServer(port)
