"""Who gets which message, by the client's own hash and its own assignor."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.partitioner import murmur2

TOPICS = ("generation", "groups", "personas")  # what a generator subscribes to


def partition_of(key: UUID, partitions: int) -> int:
    """As a producer chooses it: the positive murmur2 of the key's text."""
    hashed: int = murmur2(str(key).encode())
    return (hashed & 0x7FFFFFFF) % partitions


@cache
def owners(workers: int, partitions: int) -> Mapping[str, tuple[int, ...]]:
    """By topic, which worker has each partition."""
    members = {f"{number:06}": _Subscription() for number in range(workers)}
    assigned = RoundRobinPartitionAssignor.assign(_Cluster(partitions), members)
    found = {topic: [0] * partitions for topic in TOPICS}
    for member, assignment in assigned.items():
        for topic, numbers in assignment.assignment:
            for number in numbers:
                found[topic][number] = int(member)
    return {topic: tuple(numbers) for topic, numbers in found.items()}


def busy_workers(workers: int, partitions: int) -> float:
    """As many workers as share the load if all did as much as the one with most partitions."""
    most = -(-partitions // workers)
    return partitions / most


@dataclass(frozen=True)
class _Cluster:
    """As much of a cluster's metadata as the assignor asks for."""

    partitions: int

    def partitions_for_topic(self, _topic: str) -> range:
        return range(self.partitions)


@dataclass(frozen=True)
class _Subscription:
    subscription: tuple[str, ...] = TOPICS
