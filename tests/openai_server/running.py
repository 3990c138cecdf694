"""Serving from a thread of this process, and talking to /control."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import uvicorn

from openai_server.application import Server


class RunningServer:
    """Where it is and what it saw. Its calls block for a few milliseconds."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.base_url = f"{self.origin}/v1"

    def control(self, **behaviour: Any) -> None:
        """Forgets all and behaves so: the fields of `openai_server.control.Control`."""
        self._call("PUT", "/control", behaviour)

    def log(self, *, bodies: bool = False) -> dict[str, Any]:
        """{"count", "in_flight", "max_in_flight", "requests": [...]} and the JSON "bodies"."""
        return self._call("GET", "/control/log" + ("?bodies" if bodies else ""))

    def _call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.origin + path, data, method=method), timeout=10) as answer:  # noqa: S310 - our own server
            found: dict[str, Any] = json.load(answer)
        return found


@contextmanager
def running() -> Iterator[RunningServer]:
    """A server of its own on a free port, until the block is left."""
    listening = listen(0)
    server = uvicorn.Server(configuration())
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield RunningServer(listening.getsockname()[1])
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
        timeout_keep_alive=60,
    )
