"""Liveness is progress: a worker that has work and gets nowhere ends."""

import asyncio
import time

from aiokafka.errors import KafkaError

from suara.errors import StalledError
from suara.kafka.assignment import Assignment
from suara.kafka.client import Consumer
from suara.kafka.condition import Condition

_ANSWER_SECONDS = 5.0
_LONGEST_CHECK_SECONDS = 5.0


class Liveness:
    """patience_seconds: how long there may be work without progress.

    handler_seconds: how long a handler may take on one message, with all its tries.
    """

    def __init__(
        self,
        consumer: Consumer,
        assignment: Assignment,
        condition: Condition,
        patience_seconds: float,
        handler_seconds: float,
    ) -> None:
        self._consumer = consumer
        self._assignment = assignment
        self._condition = condition
        self._patience = patience_seconds
        self._handler_seconds = handler_seconds
        self._finished = 0
        self._excused = time.monotonic()  # when an outage was last waited out

    async def watch(self) -> None:
        """Raises StalledError once there was work without progress for too long."""
        got_on = time.monotonic()
        while True:
            await asyncio.sleep(min(self._patience / 4, _LONGEST_CHECK_SECONDS))
            why = await self._why_not()
            if why is None:
                got_on = time.monotonic()
            elif (seconds := time.monotonic() - got_on) > self._patience:
                raise StalledError(f"nothing gets on, for {seconds:.0f} s: {why}")

    async def _why_not(self) -> str | None:
        """Why there is no progress although there is work. None if all is well, or excused."""
        finished, self._finished = self._finished, self._assignment.finished
        overdue = self._overdue()
        if self._finished > finished and overdue is None:
            return None
        behind = await self._behind()
        if self._condition.trouble:
            self._excused = time.monotonic()
            return None
        if self._assignment.oldest:
            return overdue
        return behind

    def _overdue(self) -> str | None:
        oldest = self._assignment.oldest
        if oldest is None:
            return None
        seconds = time.monotonic() - max(oldest.since, self._excused)
        if seconds <= self._handler_seconds:
            return None
        at = oldest.message
        return f"{at.topic}/{at.partition}/{at.offset} is handled for longer than its time-outs"

    async def _behind(self) -> str | None:
        """What lies unfetched, if anything. Notes it when the broker does not answer."""
        partitions = sorted(self._consumer.assignment())
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                ends = await self._consumer.end_offsets(partitions)
                for at in partitions:
                    if await self._consumer.position(at) < ends[at]:
                        return f"{at.topic}/{at.partition} has messages that are not fetched"
        except (KafkaError, TimeoutError) as error:
            self._condition.waits(self, f"Kafka does not answer: {error!r}")
            return None
        self._condition.goes_on(self)
        return None
