"""Serving from a thread of this process, and talking to /control."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local_server import Controlled, serving
from source_server.application import Server


class RunningSources(Controlled):
    """Where they are and what they saw."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.url = self.origin
        self.environment = {
            "SUARA_SOURCES_ALLOW_PRIVATE": "true",
            "SUARA_REDDIT_AUTH_URL": self.url,
            "SUARA_REDDIT_API_URL": self.url,
            "SUARA_APPLE_URL": self.url,
            "SUARA_PLAY_URL": self.url,
            "SUARA_SHOPEE_URL": self.url,
        }

    def log(self, path: str = "") -> list[dict[str, Any]]:
        """Requests whose path contains `path`: time (s), method, path, query, headers, body."""
        return [entry for entry in self._call("GET", "/control/log") if path in entry["path"]]


@contextmanager
def running() -> Iterator[RunningSources]:
    """A server of its own on a free port, until the block is left."""
    with serving(Server().application()) as port:
        yield RunningSources(port)
