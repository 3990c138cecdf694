"""What goes on beside requests: preparing MongoDB, connecting to the broker, relay and upkeep."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

import stamina
import structlog

from api_gateway.adapters.indexes import ensure_indexes
from api_gateway.adapters.relay import Relay
from suara.errors import OutageError
from suara.kafka.publisher import Publisher
from suara.markets import warm
from suara.mongo import Database
from suara.outages import OUTAGES

_log = structlog.get_logger()

_DISCONNECT_SECONDS = 2.0


class Background:
    """Requests are answered meanwhile: what they cause waits in the outbox."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        relay: Relay,
        upkeep: Sequence[Callable[[], Awaitable[None]]],
    ) -> None:
        """upkeep: goes on once MongoDB is prepared, until it is cancelled."""
        self._database = database
        self._publisher = publisher
        self._relay = relay
        self._upkeep = upkeep
        self.prepared = asyncio.Event()
        """Set once MongoDB has the collections and indexes."""
        self._relaying = False
        self._work: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """Whether it is still going on."""
        return self._work is not None and not self._work.done()

    async def connected(self) -> None:
        """Raises OutageError until everything is prepared.

        A broker that goes away later does not make this process unready: its clients are
        answered as before, and what they cause is published when the broker is back.
        """
        if not self._relaying:
            raise OutageError("waits for MongoDB or for the broker")

    def start(self) -> None:
        self._work = asyncio.create_task(self._run())

    async def stop(self, seconds: float) -> None:
        """Publish what can be published within this time, and disconnect."""
        if self._work is None:
            return
        self._relay.stop()
        if not self._relaying:
            self._work.cancel()
        await asyncio.wait({self._work}, timeout=seconds)
        self._work.cancel()
        results = await asyncio.gather(self._work, return_exceptions=True)
        _log.info("relay.stopped", outcome=repr(results[0]))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DISCONNECT_SECONDS):
                await self._publisher.stop()

    async def _run(self) -> None:
        await asyncio.gather(self._prepare(), asyncio.to_thread(warm))
        upkeep = [asyncio.ensure_future(work()) for work in self._upkeep]
        try:
            await self._publisher.start()
            self._relaying = True
            await self._relay.run()
        finally:
            for work in upkeep:
                work.cancel()
            await asyncio.gather(*upkeep, return_exceptions=True)

    async def _prepare(self) -> None:
        async for attempt in stamina.retry_context(
            on=OUTAGES, attempts=None, timeout=None, wait_max=5.0
        ):
            with attempt:
                await ensure_indexes(self._database)
        self.prepared.set()
