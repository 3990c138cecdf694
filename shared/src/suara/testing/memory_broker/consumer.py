"""The consumer's side: a member of a group, with positions and pauses."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import (
    CommitFailedError,
    ConsumerStoppedError,
    IllegalGenerationError,
    IllegalStateError,
    KafkaConnectionError,
    KafkaError,
    UnknownMemberIdError,
)

if TYPE_CHECKING:
    from suara.testing.memory_broker.broker import MemoryBroker, Stored

_log = structlog.get_logger()

_HEARTBEAT_SECONDS = 0.02
_NUMBERS = count()


class MemoryConsumer:
    """Calls its listener, and holds back polls, in the order in which aiokafka does."""

    def __init__(self, broker: "MemoryBroker", group: str) -> None:
        self._broker = broker
        self._name = group
        self._group = broker.groups[group]
        self._me = next(_NUMBERS)
        self._generation = -1
        self._topics: Sequence[str] = ()
        self._listener: ConsumerRebalanceListener
        self._positions: dict[TopicPartition, int] = {}
        self._paused: set[TopicPartition] = set()
        self._assigned = asyncio.Event()  # not set while a rebalance is under way
        self._coordinating: asyncio.Task[None] | None = None

    @property
    def is_member(self) -> bool:
        return self._generation >= 0

    def subscribe(self, topics: Sequence[str], *, listener: ConsumerRebalanceListener) -> None:
        self._topics, self._listener = topics, listener

    async def start(self) -> None:
        self._broker.check_up()
        self._group.enter(self._me)
        self._coordinating = asyncio.create_task(self._coordinate())
        await self._assigned.wait()

    async def stop(self) -> None:
        await self.vanish()
        self._group.leave(self._me)

    async def vanish(self) -> None:
        """As if killed: no goodbye. The broker misses it with `group.leave`."""
        if self._coordinating:
            self._coordinating.cancel()
            with suppress(asyncio.CancelledError):
                await self._coordinating
            self._coordinating = None

    async def _coordinate(self) -> None:
        await self._join()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._group.change(), _HEARTBEAT_SECONDS)
            if self._broker.away:
                continue
            if self._me not in self._group.members:
                self._generation = -1
            current = self.is_member and self._generation == self._group.generation
            if not current or self._group.rebalancing:
                self._assigned.clear()
                await _only_logged(self._listener.on_partitions_revoked(set(self._positions)))
                await self._join()

    async def _join(self) -> None:
        while True:
            if self._me not in self._group.members:
                self._group.enter(self._me)
            generation = await self._group.join(self._me)
            if generation is not None:
                break
        self._generation = generation
        known = [at for topic in self._topics for at in self._broker.of_topic(topic)]
        mine = self._group.share(self._me, known)
        self._positions = {
            at: self._broker.committed.get((self._name, at), 0) for at in sorted(mine)
        }
        self._paused.clear()
        await _only_logged(self._listener.on_partitions_assigned(mine))
        self._assigned.set()

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Mapping[TopicPartition, Sequence["Stored"]]:
        if self._coordinating is None:
            raise ConsumerStoppedError
        if self._coordinating.done():
            self._coordinating.result()
        deadline = asyncio.get_running_loop().time() + timeout_ms / 1000
        while True:
            await self._assigned.wait()
            found = self._drain(partitions or tuple(self._positions), max_records or 1_000_000)
            left = deadline - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            self._broker.sent.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._broker.sent.wait(), min(left, _HEARTBEAT_SECONDS))

    def _drain(
        self, partitions: Sequence[TopicPartition], room: int
    ) -> dict[TopicPartition, list["Stored"]]:
        """Like aiokafka, an error loses what other partitions had given, but not their moves."""
        found: dict[TopicPartition, list[Stored]] = {}
        for at in partitions:
            if at in self._paused or at not in self._positions or self._broker.away:
                continue
            log = self._broker.logs[at]
            if self._positions[at] > len(log):  # out of range: auto_offset_reset=earliest
                self._positions[at] = 0
            records = log[self._positions[at] :][:room]
            for record in records:
                if record.error:
                    raise record.error
            if records:
                found[at] = records
                self._positions[at] += len(records)
                room -= len(records)
            if room == 0:
                break
        return found

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Repeats what may pass, for ever, as whatever generation it is in by then."""
        self._check_assigned(*offsets)
        while True:
            try:
                self._broker.commit(self._name, self._me, self._generation, offsets)
                return
            except (UnknownMemberIdError, IllegalGenerationError) as error:
                raise CommitFailedError from error
            except KafkaError as error:
                if not error.retriable:
                    raise
            await asyncio.sleep(0.01)

    async def committed(self, partition: TopicPartition) -> int | None:
        return self._broker.committed.get((self._name, partition))

    async def position(self, partition: TopicPartition) -> int:
        self._check_assigned(partition)
        return self._positions[partition]

    def highwater(self, partition: TopicPartition) -> int | None:  # noqa: ARG002 - as of no fetch
        return None

    async def end_offsets(
        self, partitions: Sequence[TopicPartition]
    ) -> Mapping[TopicPartition, int]:
        if self._broker.away:
            raise KafkaConnectionError("the broker is away")
        return {at: len(self._broker.logs[at]) for at in partitions}

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self._check_assigned(partition)
        self._positions[partition] = offset

    async def seek_to_beginning(self, *partitions: TopicPartition) -> None:
        self._check_assigned(*partitions)
        self._positions |= dict.fromkeys(partitions, 0)

    def assignment(self) -> set[TopicPartition]:
        return set(self._positions)

    def pause(self, *partitions: TopicPartition) -> None:
        self._check_assigned(*partitions)
        self._paused |= set(partitions)

    def paused(self) -> set[TopicPartition]:
        return set(self._paused)

    def resume(self, *partitions: TopicPartition) -> None:
        self._check_assigned(*partitions)
        self._paused -= set(partitions)

    def _check_assigned(self, *partitions: TopicPartition) -> None:
        if unassigned := set(partitions) - self._positions.keys():
            raise IllegalStateError(f"{unassigned} not assigned")


async def _only_logged(listening: Awaitable[None]) -> None:
    """What a listener raises reaches nobody."""
    try:
        await listening
    except Exception:
        _log.exception("listener.failed")
