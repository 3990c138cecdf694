"""The partitions this worker holds: their windows, running handlers and commits."""

import asyncio
from collections.abc import Collection, Iterable, Mapping

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from suara.kafka.message import Message, Process
from suara.kafka.partition import PartitionWindow

_log = structlog.get_logger()

_COMMIT_TIMEOUT_SECONDS = 5.0


class Assignment(ConsumerRebalanceListener):  # type: ignore[misc]
    """Runs `process` on what it is given, and commits what is done.

    A partition's window lives from assignment to revocation. Handlers that outlive it finish
    into a window nobody reads, so a lost epoch commits nothing.
    """

    def __init__(
        self, consumer: AIOKafkaConsumer, process: Process, limit: int, drain_seconds: float
    ) -> None:
        self._consumer = consumer
        self._process = process
        self._limit = limit
        self._drain_seconds = drain_seconds
        self._windows: dict[TopicPartition, PartitionWindow[Message]] = {}
        self._running: dict[asyncio.Task[None], TopicPartition] = {}
        self._error: BaseException | None = None
        self.joined = False
        self.changed = asyncio.Event()

    @property
    def free(self) -> int:
        """How many more messages may be fetched."""
        return self._limit - sum(len(window) for window in self._windows.values())

    def check(self) -> None:
        """Raise what a message failed with that could be neither handled nor dead-lettered."""
        if self._error:
            raise self._error

    def take(self, partition: TopicPartition, messages: Iterable[Message]) -> None:
        """Accept fetched messages. Those of a partition revoked meanwhile are somebody else's."""
        window = self._windows.get(partition)
        if window is not None:
            for message in messages:
                window.offer(message.offset, message.key, message)
            self._dispatch()

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        for partition in assigned:
            self._windows[partition] = PartitionWindow()
        self.joined = True
        _log.info("partitions.assigned", partitions=len(self._windows))

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        # The client only logs what a listener raises: settle everything in here.
        await self.release(revoked)

    async def release(self, partitions: Collection[TopicPartition] | None = None) -> None:
        """Stop dispatch, finish what runs within the drain time, cancel the rest, commit."""
        leaving = {
            partition: self._windows.pop(partition)
            for partition in list(self._windows)
            if partitions is None or partition in partitions
        }
        for window in leaving.values():
            window.discard_waiting()
        tasks = {task for task, partition in self._running.items() if partition in leaving}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._drain_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._commit(leaving)
        self.changed.set()

    async def commit(self) -> None:
        """Commit the watermarks that moved."""
        await self._commit(self._windows)

    async def _commit(self, windows: Mapping[TopicPartition, PartitionWindow[Message]]) -> None:
        """A failure is logged: the next commit makes up for it, or the next owner repeats.

        Explicit offsets: a bare commit would take what was delivered for what was done.
        """
        moved = {
            partition: (window, offset)
            for partition, window in windows.items()
            if (offset := window.uncommitted()) is not None
        }
        if not moved:
            return
        try:
            async with asyncio.timeout(_COMMIT_TIMEOUT_SECONDS):
                await self._consumer.commit(
                    {partition: offset for partition, (_, offset) in moved.items()}
                )
        except (KafkaError, TimeoutError) as error:
            _log.warning("commit.failed", error=repr(error), partitions=len(moved))
            return
        for window, offset in moved.values():
            window.mark_committed(offset)

    def _dispatch(self) -> None:
        """Start what may start: after every fetch and after every finished message."""
        for partition, window in self._windows.items():
            for message in window.start(self._limit - len(self._running)):
                task = asyncio.create_task(self._handle(window, message))
                self._running[task] = partition
                task.add_done_callback(self._finished)

    async def _handle(self, window: PartitionWindow[Message], message: Message) -> None:
        await self._process(message)
        window.finish(message.offset)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self.changed.set()
        if task.cancelled():
            return
        if error := task.exception():
            self._error = error
        else:
            self._dispatch()
