"""The partitions this worker holds: their windows, running handlers and commits."""

import asyncio
import time
from collections import deque
from collections.abc import Collection, Sequence
from typing import NamedTuple

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from suara.errors import StalledError
from suara.kafka.commits import Commits
from suara.kafka.condition import Condition
from suara.kafka.message import Message, Process
from suara.kafka.partition import PartitionWindow

_log = structlog.get_logger()

_COMMIT_SECONDS = 5.0
_CANCEL_SECONDS = 2.0


class Running(NamedTuple):
    message: Message
    since: float  # time.monotonic()


class Assignment(ConsumerRebalanceListener):  # type: ignore[misc]
    """Runs `process` on what it is given, and commits what is done.

    A partition's window lives for one epoch, from assignment to revocation. Handlers that outlive
    it finish into a window nobody reads, so a lost epoch commits nothing.

    limit: handlers that run at once; as many messages again may wait for their turn.
    drain_seconds: what handlers get to finish in when their partition is revoked.
    """

    def __init__(
        self,
        commits: Commits,
        process: Process,
        condition: Condition,
        limit: int,
        drain_seconds: float,
    ) -> None:
        self._commits = commits
        self._process = process
        self._condition = condition
        self._limit = limit
        self._drain_seconds = drain_seconds
        self._windows: dict[TopicPartition, PartitionWindow[Message]] = {}
        self._ready: deque[tuple[PartitionWindow[Message], Message]] = deque()
        self._running: dict[asyncio.Task[None], Running] = {}
        self._coming: asyncio.Task[None] | None = None
        self.joined = False
        self.finished = 0  # messages, ever
        self.changed = asyncio.Event()

    @property
    def room(self) -> int:
        """How many more messages to fetch. None while commits fail: all of them may be repeated.

        Not one at a time, which would be a fetch for each message.
        """
        free = 2 * self._limit - sum(len(window) for window in self._windows.values())
        return free if 2 * free >= self._limit and not self._commits.failing else 0

    @property
    def oldest(self) -> Running | None:
        """What has been running for longest."""
        return next(iter(self._running.values()), None)

    @property
    def partitions(self) -> list[TopicPartition]:
        """Those whose messages are this worker's."""
        return sorted(self._windows)

    @property
    def in_flight(self) -> int:
        """Messages that handlers are working on."""
        return len(self._running)

    def taken(self, partition: TopicPartition) -> int:
        """Messages taken and not settled; 0 for a partition that is not held."""
        return len(self._windows.get(partition, ()))

    def next_offset(self, partition: TopicPartition) -> int | None:
        """Where fetching goes on in this epoch. None if nothing was taken in it."""
        window = self._windows.get(partition)
        return None if window is None else window.next_offset

    def take(self, partition: TopicPartition, messages: Sequence[Message]) -> None:
        """Accept fetched messages. Those of a partition revoked meanwhile are somebody else's."""
        window = self._windows.get(partition)
        if window is None or not messages:
            return
        if messages[0].offset < (window.next_offset or 0):
            window = self._begin_anew(partition, window)
        self._ready.extend(
            (window, message)
            for message in messages
            if window.offer(message.offset, message.key, message)
        )
        self._dispatch()

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        self._windows = {partition: PartitionWindow() for partition in assigned}
        self.joined = True
        _log.info("partitions.assigned", partitions=len(self._windows))

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:  # noqa: ARG002 - always all
        # The client only logs what a listener raises: settle everything in here.
        await self.release()

    async def release(self, commit_seconds: float = _COMMIT_SECONDS) -> None:
        """Stop dispatch, finish what runs within the drain time, cancel the rest, commit."""
        leaving, self._windows = self._windows, {}
        for window in leaving.values():
            window.discard_waiting()
        self._ready.clear()
        self._commits.abandon()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=self._drain_seconds)
            await self._cancel(late)
        await self._commits.commit(leaving, commit_seconds)
        self.changed.set()

    async def commit(self) -> None:
        """Commit the watermarks that moved."""
        await self._commits.commit(self._windows, _COMMIT_SECONDS)

    async def _cancel(self, late: Collection[asyncio.Task[None]]) -> None:
        for task in late:
            task.cancel()
        if late:
            _, deaf = await asyncio.wait(late, timeout=_CANCEL_SECONDS)
            if deaf:  # the next owner of their messages would be the second one
                self._condition.end(StalledError(f"{len(deaf)} handlers ignore their cancellation"))

    def _begin_anew(
        self, partition: TopicPartition, old: PartitionWindow[Message]
    ) -> PartitionWindow[Message]:
        """The broker lost its log, or the topic was made again: offsets begin again, in an epoch
        of their own. What runs of the old one finishes, and commits nothing.
        """
        _log.warning("log.began_anew", topic=partition.topic, partition=partition.partition)
        old.discard_waiting()
        self._windows[partition] = PartitionWindow()
        return self._windows[partition]

    def _dispatch(self) -> asyncio.Task[None] | None:
        """Send for one more lane, if there is something for it to do and none is on its way.

        Returns the one that is on its way.
        """
        if self._ready and self._coming is None and len(self._running) < self._limit:
            self._coming = lane = asyncio.create_task(self._lane())
            lane.add_done_callback(self._ended)
        return self._coming

    async def _lane(self) -> None:
        """Handle what is ready, one after the other, until a handler has had to wait: the next lane
        has begun then. A task for each message would cost as much as all else done for it.
        """
        lane, self._coming = self._coming, None
        while lane and self._ready:
            window, message = self._ready.popleft()
            self._running[lane] = Running(message, time.monotonic())
            following = self._dispatch()
            try:
                await self._process(message)
            finally:
                del self._running[lane]
                self.changed.set()
            self.finished += 1
            if behind := window.finish(message.offset):
                self._ready.append((window, behind))
            if following is None or following is not self._coming:
                return

    def _ended(self, lane: asyncio.Task[None]) -> None:
        if lane.cancelled():
            if not lane.cancelling():  # by nobody here: its message would stay open for ever
                self._condition.end(StalledError("handling a message was cancelled from within"))
            return
        if error := lane.exception():
            self._condition.end(error)
        else:
            self._dispatch()
