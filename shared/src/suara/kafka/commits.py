"""Committing the watermarks of windows."""

import asyncio
from collections.abc import Mapping

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from suara.kafka.client import Consumer
from suara.kafka.condition import Condition
from suara.kafka.message import Message
from suara.kafka.partition import PartitionWindow

_log = structlog.get_logger()

Windows = Mapping[TopicPartition, PartitionWindow[Message]]


class Commits:
    """Explicit offsets: a bare commit would take what was delivered for what was done."""

    def __init__(self, consumer: Consumer, condition: Condition) -> None:
        self._consumer = consumer
        self._condition = condition
        self._under_way: asyncio.Timeout | None = None
        self.failing = False

    async def commit(self, windows: Windows, seconds: float) -> None:
        """A failure is remembered and made up for by the next commit, or the next owner repeats.

        seconds: after which it has failed; the client would try for ever.
        """
        moved = [
            (partition, window, offset)
            for partition, window in windows.items()
            if (offset := window.uncommitted()) is not None
        ]
        if moved:
            # The client commits for a member that the broker forgot, too, as nobody's. A broker
            # that lost its log takes that, and skips as many messages of its new one.
            if not self._consumer.is_member:
                return
            if not await self._committed({at: offset for at, _, offset in moved}, seconds):
                return
        for _, window, offset in moved:
            window.mark_committed(offset)
        self.failing = False
        self._condition.goes_on(self)

    def abandon(self) -> None:
        """Give up a commit under way: repeated after a rebalance, it would count as the new
        epoch's.
        """
        if self._under_way:
            self._under_way.reschedule(0)

    async def _committed(self, offsets: Mapping[TopicPartition, int], seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds) as self._under_way:
                await self._consumer.commit(offsets)
        except (KafkaError, TimeoutError) as error:
            self.failing = True
            self._condition.waits(self, f"offsets cannot be committed: {error!r}")
            _log.warning("commit.failed", error=repr(error), partitions=len(offsets))
            return False
        finally:
            self._under_way = None
        return True
