"""The broker's side: logs, groups, and the faults that a test injects."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

from aiokafka import TopicPartition
from aiokafka.errors import (
    IllegalGenerationError,
    KafkaConnectionError,
    MessageSizeTooLargeError,
    UnknownMemberIdError,
    UnknownTopicOrPartitionError,
)

from suara import topics
from suara.kafka.client import Clients
from suara.kafka.codec import Headers
from suara.settings import KafkaSettings
from suara.testing.memory_broker.consumer import MemoryConsumer
from suara.testing.memory_broker.group import Group
from suara.testing.memory_broker.producer import MemoryProducer


@dataclass(frozen=True)
class Stored:
    """A record. error: what the client runs into when it reads it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    error: Exception | None = None


@dataclass
class MemoryBroker:
    """largest: bytes of a message that it takes. away: answers nobody while it is set.

    commit_errors: what the next commits fail with. sent: is set by each message that arrives.
    """

    partitions: int = 2
    largest: int = 1_048_588
    away: bool = False
    commit_errors: list[Exception] = field(default_factory=list)
    logs: dict[TopicPartition, list[Stored]] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    committed: dict[tuple[str, TopicPartition], int] = field(default_factory=dict)
    sent: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def clients(self) -> Clients:
        return Clients(
            consumer=lambda settings, group, _: MemoryConsumer(
                self, f"{settings.topic_prefix}.{group}"
            ),
            producer=lambda *_: MemoryProducer(self),
        )

    def create_topics(self, settings: KafkaSettings) -> None:
        for name in topics.all_names(settings.topic_prefix):
            count = 1 if name.endswith(topics.DEAD_LETTER_SUFFIX) else self.partitions
            for number in range(count):
                self.logs[TopicPartition(name, number)] = []

    def lose_log(self) -> None:
        """Restart with nothing: no records, no groups, no offsets. Members have yet to hear."""
        for log in self.logs.values():
            log.clear()
        self.committed.clear()
        for group in self.groups.values():
            group.forget()

    def of_topic(self, topic: str) -> list[TopicPartition]:
        return sorted(at for at in self.logs if at.topic == topic)

    def append(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Headers,
        error: Exception | None = None,
    ) -> None:
        """Raises KafkaError as a broker would answer."""
        self.check_up()
        candidates = self.of_topic(topic)
        if not candidates:
            raise UnknownTopicOrPartitionError(topic)
        if len(key or b"") + len(value or b"") + sum(len(v or b"") for _, v in headers) > (
            self.largest
        ):
            raise MessageSizeTooLargeError
        at = candidates[crc32(key or b"") % len(candidates)]
        log = self.logs[at]
        log.append(Stored(topic, at.partition, len(log), key, value, list(headers), error))
        self.sent.set()

    def commit(
        self, group: str, member: int, generation: int, offsets: Mapping[TopicPartition, int]
    ) -> None:
        """As a broker: of nobody (generation -1) it is taken while the group has no members."""
        self.check_up()
        if self.commit_errors:
            raise self.commit_errors.pop(0)
        its_group = self.groups[group]
        if generation >= 0 or its_group.members:
            if member not in its_group.members:
                raise UnknownMemberIdError
            if generation != its_group.generation:
                raise IllegalGenerationError
        for at, offset in offsets.items():
            self.committed[group, at] = offset

    def check_up(self) -> None:
        if self.away:
            raise KafkaConnectionError("the broker is away")
