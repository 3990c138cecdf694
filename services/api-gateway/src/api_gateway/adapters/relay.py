"""The relay: publishes what lies in the outbox."""

import asyncio
import contextlib
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import stamina
import structlog

from api_gateway.adapters.outbox import Message, Outbox
from suara.errors import PermanentError
from suara.kafka.publisher import Send
from suara.lease import Lease
from suara.outages import OUTAGES
from suara.telemetry.messages import sending

_log = structlog.get_logger()

_BATCH = 200
_POLL_SECONDS = 1.0
_by_key = attrgetter("key")


class Relay:
    """Publishes in order per key, and removes a message only once it is acknowledged.

    A message is published twice only if the process dies, or an acknowledgement is lost,
    in between; its event id is the same both times.
    """

    def __init__(self, outbox: Outbox, lease: Lease, send: Send) -> None:
        self._outbox = outbox
        self._lease = lease
        self._send = send
        self._awake = asyncio.Event()
        self._stopping = False
        self._acknowledged: list[UUID] = []

    def wake(self) -> None:
        """There is something in the outbox."""
        self._awake.set()

    def stop(self) -> None:
        """Make `run` return after one more look into the outbox."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Publish until `stop`, waiting out any failure of the broker or of MongoDB."""
        keeping = asyncio.create_task(self._lease.keep(taken=self.wake))
        try:
            last = False
            while not last:
                last = self._stopping
                self._awake.clear()
                await self._drain_patiently()
                if not last:
                    await self._rest()
        finally:
            keeping.cancel()
            with contextlib.suppress(*OUTAGES):
                await self._forget()
                await self._lease.release()

    async def _rest(self) -> None:
        # Other gateways' commits do not wake this process: hence the poll.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_POLL_SECONDS):
                await self._awake.wait()

    async def _drain_patiently(self) -> None:
        try:
            async for attempt in stamina.retry_context(
                on=self._goes_on, attempts=None, timeout=None, wait_max=5.0
            ):
                with attempt:
                    await self._drain()
        except OUTAGES as error:
            _log.warning("relay.left_messages", error=repr(error))

    def _goes_on(self, error: Exception) -> bool:
        if not isinstance(error, OUTAGES):
            _log.error("relay.failed", exc_info=error)
        return not self._stopping

    async def _drain(self) -> None:
        """Publish all there is. Raises OutageError if a server is away."""
        more = True
        while more and self._lease.held:
            await self._forget()
            messages = await self._outbox.oldest(_BATCH)
            more = len(messages) == _BATCH
            await self._publish(messages)

    async def _publish(self, messages: list[Message]) -> None:
        """Publish a batch: keys side by side, the messages of a key one after another."""
        ordered = sorted(messages, key=_by_key)  # stable: the order within a key stays
        runs = [list(run) for _, run in groupby(ordered, _by_key)]
        outcomes = await asyncio.gather(*map(self._publish_run, runs), return_exceptions=True)
        await self._forget()
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _publish_run(self, messages: list[Message]) -> None:
        for message in messages:
            if not self._lease.held:
                return
            try:
                with sending(message.topic, message.headers) as headers:
                    await self._send(message.topic, message.key, message.value, headers)
            except PermanentError as error:
                _log.error("relay.refused", event_id=str(message.id), error=str(error))
                await self._outbox.refuse(message.id, str(error))
                continue
            self._acknowledged.append(message.id)

    async def _forget(self) -> None:
        """Remove what is acknowledged; kept in mind until that has worked."""
        if self._acknowledged:
            await self._outbox.remove(self._acknowledged)
            self._acknowledged.clear()
