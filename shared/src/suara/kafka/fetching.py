"""Fetching in spite of records that the client cannot read."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import (
    ConsumerStoppedError,
    CorruptRecordException,
    IllegalStateError,
    KafkaError,
    RecordTooLargeError,
    UnsupportedCodecError,
)

from suara.kafka.assignment import Assignment
from suara.kafka.client import Consumer
from suara.kafka.condition import Condition
from suara.kafka.message import Message

_log = structlog.get_logger()

_POLL_MS = 1_000
_ONE_MS = 50
_TRIES = 5

Fetched = Mapping[TopicPartition, Sequence[Message]]


class Fetching:
    """A record that cannot be read loses no other, and after some tries stops no other."""

    def __init__(self, consumer: Consumer, assignment: Assignment, condition: Condition) -> None:
        self._consumer = consumer
        self._assignment = assignment
        self._condition = condition
        self._failures: Counter[TopicPartition] = Counter()

    async def fetch(self, at_most: int, timeout_ms: int = _POLL_MS) -> Fetched:
        """Messages of any partitions; none after a while or a failure."""
        try:
            found = await self._consumer.getmany(timeout_ms=timeout_ms, max_records=at_most)
        except Exception as error:
            if not _is_unreadable(error):
                await self._wait(error)
                return {}
        else:
            self._condition.goes_on(self)
            return {at: [Message.of(record) for record in records] for at, records in found.items()}
        # What other partitions had given to this call is lost with it.
        for partition in self._consumer.assignment():
            with suppress(IllegalStateError):  # revoked meanwhile
                await self._rewind(partition)
        return await self._one_from_each()

    async def _wait(self, error: Exception) -> None:
        if not isinstance(error, KafkaError):
            raise error
        self._condition.waits(self, f"cannot fetch: {error!r}")
        _log.warning("fetch.failed", error=repr(error))
        await asyncio.sleep(1)

    async def _rewind(self, partition: TopicPartition) -> None:
        """Back to what was taken last, or else to what was committed, or else to the beginning."""
        offset = self._assignment.next_offset(partition)
        if offset is None:
            offset = await self._consumer.committed(partition)
        if offset is None:
            await self._consumer.seek_to_beginning(partition)
        else:
            self._consumer.seek(partition, offset)

    async def _one_from_each(self) -> Fetched:
        """So that it shows which partition is to blame."""
        found: dict[TopicPartition, list[Message]] = {}
        for partition in self._consumer.assignment():
            try:
                fetched = await self._consumer.getmany(partition, timeout_ms=_ONE_MS, max_records=1)
                found[partition] = [Message.of(record) for record in fetched.get(partition, ())]
            except Exception as error:
                if not _is_unreadable(error):
                    await self._wait(error)
                    break
                with suppress(IllegalStateError):
                    found[partition] = await self._past(partition, error)
        return found

    async def _past(self, partition: TopicPartition, error: Exception) -> list[Message]:
        """A message that stands for the record, after the last try; until then none."""
        self._failures[partition] += 1
        await self._rewind(partition)
        if self._failures[partition] < _TRIES:
            return []
        del self._failures[partition]
        offset = await self._consumer.position(partition)
        self._consumer.seek(partition, offset + 1)
        why = f"{type(error).__name__}: {error}"
        return [Message(partition.topic, partition.partition, offset, None, None, [], why)]


def _is_unreadable(error: Exception) -> bool:
    """Whether it is the record that is to blame: beside the client's own errors, whatever its
    parser runs into.
    """
    if isinstance(error, CorruptRecordException | RecordTooLargeError | UnsupportedCodecError):
        return True
    return not isinstance(error, KafkaError | ConsumerStoppedError)
