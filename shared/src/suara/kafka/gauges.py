"""How a worker stands, for operators: brought up to date when they look."""

from collections.abc import Mapping

from aiokafka import TopicPartition

from suara.kafka.assignment import Assignment
from suara.kafka.client import Consumer
from suara.kafka.condition import Condition
from suara.telemetry.bus import (
    CONSUMER_LAG,
    IN_FLIGHT,
    IN_FLIGHT_LIMIT,
    WAITING_FOR_SERVER,
)


class Gauges:
    """limit: handlers that run at once."""

    def __init__(
        self, consumer: Consumer, assignment: Assignment, condition: Condition, limit: int
    ) -> None:
        self._consumer = consumer
        self._assignment = assignment
        self._condition = condition
        self._shown: set[TopicPartition] = set()
        IN_FLIGHT_LIMIT.set(limit)

    async def refresh(self) -> None:
        """Asks the broker where the partitions end: what the client has heard is as old as its last
        fetch, and it fetches nothing while it has enough.

        Raises:
            KafkaError: the broker is away. The lag of partitions held is then left as it was.
        """
        IN_FLIGHT.set(self._assignment.in_flight)
        WAITING_FOR_SERVER.set(self._condition.waiting)
        held = self._assignment.partitions
        self._forget(held)
        if not held:
            return
        positions = {at: await self._position(at) for at in held}
        self._show(positions, await self._consumer.end_offsets(held))

    async def _position(self, partition: TopicPartition) -> int:
        """Where this worker has begun or will begin to take messages from."""
        taken_to = self._assignment.next_offset(partition)
        return await self._consumer.position(partition) if taken_to is None else taken_to

    def _show(
        self, positions: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
    ) -> None:
        """Of what is still held, since asking takes time. No await: the window stands still."""
        for at in set(self._assignment.partitions) & positions.keys():
            # The embedded broker names an end that is too low: it takes a batch for a message.
            end = max(ends[at], self._consumer.highwater(at) or 0)
            unfetched = end - (self._assignment.next_offset(at) or positions[at])
            CONSUMER_LAG.labels(*at).set(max(0, unfetched) + self._assignment.taken(at))
            self._shown.add(at)

    def _forget(self, held: list[TopicPartition]) -> None:
        """Somebody else tells of what is no longer held."""
        for at in self._shown.difference(held):
            CONSUMER_LAG.remove(*at)
        self._shown.intersection_update(held)
