"""A link to a broker that can be cut, as if the broker were away."""

import asyncio
from contextlib import suppress

HOST = "127.0.0.1"


class Link:
    """Listens on `port` and passes on what comes to `broker_port`."""

    def __init__(self, port: int, broker_port: int) -> None:
        self._port = port
        self._broker_port = broker_port
        self._passing: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._accept, HOST, self._port)

    async def cut(self) -> None:
        """Close every connection and refuse new ones."""
        if self._listening:
            self._listening.close()
        for passing in self._passing:
            passing.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    def _accept(self, *client: object) -> None:
        passing = asyncio.create_task(self._pass(*client))
        self._passing.add(passing)
        passing.add_done_callback(self._passing.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, to_there = await asyncio.open_connection(HOST, self._broker_port)
        except OSError:
            writer.close()
            return
        try:
            await asyncio.wait(
                {
                    asyncio.create_task(_copy(reader, to_there)),
                    asyncio.create_task(_copy(there, writer)),
                },
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            writer.close()
            to_there.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
