"""The consumer runtime: at least once, bounded, in order per key."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import replace

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from suara.kafka.assignment import Assignment
from suara.kafka.lifecycle import connect, unless
from suara.kafka.message import Message, Process
from suara.kafka.middleware import (
    dead_letter,
    dispatch,
    log_context,
    wait_out_outages,
    with_retries,
)
from suara.kafka.publisher import Publisher
from suara.kafka.routes import Route, subscription
from suara.settings import KafkaSettings, RuntimeSettings

_log = structlog.get_logger()

_COMMIT_SECONDS = 0.25
_POLL_MS = 1_000
_STALLED_SECONDS = 60


class Worker:
    """Reads the topics of `routes` as consumer group `group` until `stop`.

    A message is committed once its handler's outputs are acknowledged, or once it lies in the
    dead-letter topic; never before.
    """

    def __init__(
        self,
        group: str,
        routes: Sequence[Route],
        publisher: Publisher,
        kafka: KafkaSettings,
        runtime: RuntimeSettings,
    ) -> None:
        self._topics = subscription(routes, kafka.topic_prefix)
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=kafka.bootstrap,
            group_id=f"{kafka.topic_prefix}.{group}",
            client_id=f"suara-{group}",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=kafka.fetch_max_wait_ms,
            session_timeout_ms=kafka.session_timeout_ms,
            heartbeat_interval_ms=kafka.session_timeout_ms // 4,
            # A revocation drains the window first: the broker must wait longer than that.
            rebalance_timeout_ms=int((runtime.drain_seconds + 10) * 1000),
        )
        process = pipeline(group, routes, publisher, runtime)
        self._assignment = Assignment(
            self._consumer, process, runtime.concurrency, runtime.drain_seconds
        )
        # A revocation drains inside a poll.
        self._patience = _STALLED_SECONDS + runtime.drain_seconds
        self._polled_at: float | None = None

    @property
    def ready(self) -> bool:
        """Whether the worker has joined its group."""
        return self._assignment.joined

    @property
    def alive(self) -> bool:
        """Whether the poll loop still turns, once it has begun: a broker may be away till then."""
        return self._polled_at is None or time.monotonic() - self._polled_at < self._patience

    async def start(self) -> None:
        """Join the group, waiting for the broker for as long as it is away."""
        self._consumer.subscribe(self._topics, listener=self._assignment)
        await connect(self._consumer)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set, then drain and commit.

        Raises:
            Exception: a message could be neither handled nor dead-lettered.
        """
        committer = asyncio.create_task(self._commit_regularly())
        try:
            while not stopping.is_set():
                self._polled_at = time.monotonic()
                await self._turn(stopping)
                self._assignment.check()
                if committer.done():
                    committer.result()  # it only ever ends by an unforeseen error
        finally:
            committer.cancel()
            await self._assignment.release()  # the client's stop() does not call the listener

    async def stop(self) -> None:
        """Leave the group and disconnect."""
        await self._consumer.stop()

    async def _turn(self, stopping: asyncio.Event) -> None:
        """One turn of the loop: fetch, or wait for room while the window is full."""
        self._assignment.changed.clear()
        free = self._assignment.free
        if free > 0:
            self._consumer.resume(*self._consumer.paused())
            await self._fetch(stopping, timeout_ms=_POLL_MS, max_records=free)
        else:
            await self._hold(stopping)

    async def _fetch(self, stopping: asyncio.Event, **limits: int) -> None:
        try:
            fetched = await unless(stopping, self._consumer.getmany(**limits)) or {}
        except KafkaError as error:
            _log.warning("fetch.failed", error=repr(error))
            await unless(stopping, asyncio.sleep(1))
            return
        for partition, records in fetched.items():
            self._assignment.take(partition, [_message(record) for record in records])

    async def _hold(self, stopping: asyncio.Event) -> None:
        """Wait for room. If none comes soon, poll with all partitions paused: silence looks like
        death. Not paused before, because the client then forgets what it has fetched ahead.
        """
        room = asyncio.wait_for(self._assignment.changed.wait(), _POLL_MS / 1000)
        with contextlib.suppress(TimeoutError):
            await unless(stopping, room)
            return
        self._consumer.pause(*self._consumer.assignment())
        # A partition assigned this moment is not paused: what comes from it is taken all the same.
        await self._fetch(stopping, timeout_ms=0, max_records=1)

    async def _commit_regularly(self) -> None:
        while True:
            await asyncio.sleep(_COMMIT_SECONDS)
            await self._assignment.commit()


def pipeline(
    group: str, routes: Sequence[Route], publisher: Publisher, runtime: RuntimeSettings
) -> Process:
    """A message's way to its handler and back, outermost part last."""
    handled = {
        route.event.type: replace(
            route,
            handler=with_retries(
                route.handler,
                attempts=runtime.handler_attempts,
                timeout_seconds=runtime.handler_timeout_seconds,
            ),
        )
        for route in routes
    }
    process = dispatch(handled, publisher.publish, source=f"/suara/{group}")
    process = dead_letter(process, publisher.send, group)
    return log_context(wait_out_outages(process))


def _message(record: ConsumerRecord) -> Message:
    return Message(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=list(record.headers),
    )
