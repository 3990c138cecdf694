"""Request and reply over the bus: the answers that requests of this gateway wait for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import Context
from uuid import UUID

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from suara import topics
from suara.errors import PermanentError
from suara.events import Event, PromptPortraitFailed, PromptPortraitRendered
from suara.kafka.codec import decode, event_type
from suara.kafka.lifecycle import connect
from suara.settings import KafkaSettings
from suara.telemetry.messages import processing

_log = structlog.get_logger()

Reply = PromptPortraitRendered | PromptPortraitFailed

_TYPES = {PromptPortraitRendered.type, PromptPortraitFailed.type}
_GROUP = "api-gateway"  # in name only: it reads in none
_POLL_MS = 1_000
_AGAIN_SECONDS = 1.0
_IDLE_SECONDS = 30.0


class Replies:
    """Reads the whole topic, in no consumer group: every gateway sees every reply.

    It begins at the topic's end when the first request waits, and disconnects a while after the
    last, so that it costs nothing while nobody asks. idle_seconds: how long a while is.
    """

    def __init__(self, kafka: KafkaSettings, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._kafka = kafka
        self._idle_seconds = idle_seconds
        self._waiting: dict[UUID, asyncio.Future[Reply]] = {}
        self._listening: asyncio.Task[None] | None = None
        self._in_place = asyncio.Event()
        self._idle_since = 0.0

    @property
    def listening(self) -> bool:
        """Whether it is connected, or about to be."""
        return self._listening is not None

    @asynccontextmanager
    async def expected(self, request_id: UUID) -> AsyncIterator[asyncio.Future[Reply]]:
        """The reply to a request that is made within the block: none can be missed.

        Entering waits until the broker has told where the topic ends, for as long as it is away.
        """
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[request_id] = reply
        try:
            self._listen()
            await self._in_place.wait()
            yield reply
        finally:
            del self._waiting[request_id]
            self._idle_since = asyncio.get_running_loop().time()
            reply.cancel()

    async def stop(self) -> None:
        """Disconnect. Whoever still waits hears nothing more."""
        if self._listening:
            self._listening.cancel()
            await asyncio.wait({self._listening})

    def _listen(self) -> None:
        if self._listening is None:
            # Not in the context of the request that happens to be the first to wait.
            self._listening = asyncio.create_task(self._read(), context=Context())
            self._listening.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._listening = None
        if task.cancelled():
            return
        if error := task.exception():
            # The next request begins anew; those that wait find out at their deadline.
            _log.error("replies.failed", exc_info=error)
        elif self._waiting:
            self._listen()

    async def _read(self) -> None:
        consumer = AIOKafkaConsumer(
            topics.full_name(PromptPortraitRendered.topic, self._kafka.topic_prefix),
            bootstrap_servers=self._kafka.bootstrap,
            client_id=f"suara-{_GROUP}",
            auto_offset_reset="latest",
            enable_auto_commit=False,
            fetch_max_wait_ms=self._kafka.fetch_max_wait_ms,
        )
        try:
            await connect(consumer)  # without a group it gets all partitions at once
            await self._go_to_the_end(consumer)
            self._in_place.set()
            while self._wanted():
                await self._fetch(consumer)
        finally:
            self._in_place.clear()  # whoever comes now waits for the next consumer
            with contextlib.suppress(KafkaError):
                await consumer.stop()

    async def _go_to_the_end(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            try:
                await consumer.seek_to_end()
                for partition in consumer.assignment():
                    await consumer.position(partition)  # now, not with the first fetch
            except KafkaError as error:
                _log.warning("replies.waiting", error=repr(error))
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                return

    def _wanted(self) -> bool:
        idle = asyncio.get_running_loop().time() - self._idle_since
        return bool(self._waiting) or idle < self._idle_seconds

    async def _fetch(self, consumer: AIOKafkaConsumer) -> None:
        try:
            fetched = await consumer.getmany(timeout_ms=_POLL_MS)
        except KafkaError as error:
            _log.warning("fetch.failed", error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS)
            return
        for records in fetched.values():
            for record in records:
                self._hand_over(record)

    def _hand_over(self, record: ConsumerRecord) -> None:
        event = _reply(record)
        if event is None:
            return
        reply = self._waiting.get(event.request_id)
        if reply is not None and not reply.done():
            with processing(record.topic, list(record.headers), _GROUP):
                reply.set_result(event)


def _reply(record: ConsumerRecord) -> Reply | None:
    """None for what is no reply, or no message at all."""
    headers = list(record.headers)
    if event_type(headers) not in _TYPES:
        return None
    try:
        event: Event = decode(record.value, headers).data
    except PermanentError as error:
        _log.warning("reply.ignored", reason=str(error))
        return None
    return event if isinstance(event, Reply) else None
