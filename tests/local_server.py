"""A server of the tests' own on 127.0.0.1, and talking to its /control."""

import argparse
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import uvicorn
from starlette.applications import Starlette


class Controlled:
    """Where it is. Its calls block for a few milliseconds."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"

    def control(self, **behaviour: Any) -> None:
        """Forgets all and behaves so: the fields of that server's `control.Control`."""
        self._call("PUT", "/control", behaviour)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.origin + path, data, method=method), timeout=10) as answer:  # noqa: S310 - our own server
            return json.load(answer)


@contextmanager
def serving(application: Starlette) -> Iterator[int]:
    """The port it is served on, from a thread of this process, until the block is left."""
    listening = _listen(0)
    server = uvicorn.Server(_configuration(application))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def main(name: str, application: Starlette) -> None:
    """A process: prints {"port": ...} when ready, serves until stopped."""
    parser = argparse.ArgumentParser(prog=name, description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    listening = _listen(parser.parse_args().port)
    print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
    uvicorn.Server(_configuration(application)).run([listening])


def _listen(port: int) -> socket.socket:
    """A listening socket: whoever connects before the server runs is served once it does."""
    # With its protocol named, asyncio sets TCP_NODELAY on connections: else 40 ms for nothing.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(2048)
    return listening


def _configuration(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )
