"""Serving from a thread of this process, and talking to /control."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import uvicorn

from source_server.application import Server


class RunningSources:
    """Where it is and what it saw. Its calls block for a few milliseconds."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {
            "SUARA_SOURCES_ALLOW_PRIVATE": "true",
            "SUARA_REDDIT_AUTH_URL": self.url,
            "SUARA_REDDIT_API_URL": self.url,
            "SUARA_APPLE_URL": self.url,
            "SUARA_PLAY_URL": self.url,
            "SUARA_SHOPEE_URL": self.url,
        }

    def control(self, **behaviour: Any) -> None:
        """Forgets all and behaves so: the fields of `source_server.control.Control`."""
        self._call("PUT", "/control", behaviour)

    def log(self, path: str = "") -> list[dict[str, Any]]:
        """Requests whose path contains `path`: time (s), method, path, query, headers, body."""
        return [entry for entry in self._call("GET", "/control/log") if path in entry["path"]]

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, data, method=method), timeout=10) as answer:  # noqa: S310 - our own server
            return json.load(answer)


@contextmanager
def running() -> Iterator[RunningSources]:
    """A server of its own on a free port, until the block is left."""
    listening = listen(0)
    server = uvicorn.Server(configuration())
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield RunningSources(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


def listen(port: int) -> socket.socket:
    """A listening socket: whoever connects before the server runs is served once it does."""
    # With its protocol named, asyncio sets TCP_NODELAY on connections: else 40 ms for nothing.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(2048)
    return listening


def configuration() -> uvicorn.Config:
    return uvicorn.Config(
        Server().application(),
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
