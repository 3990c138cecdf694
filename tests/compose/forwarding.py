"""Lets containers reach a server that listens on this machine's loopback interface."""

import asyncio
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

from compose.project import docker
from suara_local.ports import HOST

NAME = "host.docker.internal"


class Forwarding:
    """Connections to one address of the bridge go on to the same port of loopback."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._servers: dict[int, asyncio.Server] = {}

    def url(self, url: str) -> str:
        """The address under which containers reach what this one reaches on the machine."""
        parts = urlsplit(url)
        if parts.hostname != HOST or parts.port is None:
            return url
        if parts.port not in self._servers:
            opening = asyncio.start_server(_to(parts.port), _gateway(), parts.port)
            opened = asyncio.run_coroutine_threadsafe(_awaited(opening), self._loop)
            self._servers[parts.port] = opened.result(10)
        return urlunsplit(parts._replace(netloc=f"{NAME}:{parts.port}"))

    def close(self) -> None:
        """Also what still goes to and fro."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        for server in self._servers.values():
            server.close()
        underway = asyncio.all_tasks() - {asyncio.current_task()}
        for task in underway:
            task.cancel()
        await asyncio.gather(*underway, return_exceptions=True)


async def _awaited(opening: object) -> asyncio.Server:
    return await opening


def _gateway() -> str:
    """What `host-gateway` in a Compose file stands for."""
    return docker(
        "network", "inspect", "bridge", "--format={{(index .IPAM.Config 0).Gateway}}"
    ).strip()


def _to(port: int):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):  # streams show a cancelled one as an error
            there, back = await asyncio.open_connection(HOST, port)
            await asyncio.gather(_copy(reader, back), _copy(there, writer))

    return serve


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while block := await source.read(65_536):
            sink.write(block)
            await sink.drain()
    except OSError:
        pass  # one of the two is gone
    finally:
        sink.close()
