"""What the runtime asks of a Kafka client, and the client that does it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition

from suara.kafka.codec import Headers
from suara.settings import KafkaSettings

# What brokers take by default is 1 MiB.
MAX_REQUEST_BYTES = 1_048_576
_SEND_MS = 10_000
# A rebalance waits until each member has heard of it, which is at its next heartbeat.
_HEARTBEAT_MS = 1_000


class Record(Protocol):
    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...


class Consumer(Protocol):
    """The part of aiokafka's consumer that a worker uses; its documentation holds."""

    @property
    def is_member(self) -> bool:
        """Whether the broker knows this consumer as a member of its group, as far as it knows."""

    def subscribe(self, topics: Sequence[str], *, listener: ConsumerRebalanceListener) -> None: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Mapping[TopicPartition, Sequence[Record]]: ...
    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None: ...
    async def committed(self, partition: TopicPartition) -> int | None: ...
    async def position(self, partition: TopicPartition) -> int: ...
    def highwater(self, partition: TopicPartition) -> int | None: ...
    async def end_offsets(
        self, partitions: Sequence[TopicPartition]
    ) -> Mapping[TopicPartition, int]: ...
    def seek(self, partition: TopicPartition, offset: int) -> None: ...
    async def seek_to_beginning(self, *partitions: TopicPartition) -> Any: ...
    def assignment(self) -> set[TopicPartition]: ...
    def pause(self, *partitions: TopicPartition) -> None: ...
    def paused(self) -> set[TopicPartition]: ...
    def resume(self, *partitions: TopicPartition) -> None: ...


class Producer(Protocol):
    """The part of aiokafka's producer that a publisher uses; its documentation holds."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def send_and_wait(
        self, topic: str, *, key: bytes | None, value: bytes | None, headers: Headers
    ) -> Awaitable[Any]: ...


@dataclass(frozen=True)
class Clients:
    """Makes clients, not started. consumer: (settings, group, rebalance_seconds)."""

    consumer: Callable[[KafkaSettings, str, float], Consumer]
    producer: Callable[[KafkaSettings, str], Producer]


class GroupConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    @property
    def is_member(self) -> bool:
        return self._coordinator is not None and self._coordinator.generation >= 0


def _consumer(settings: KafkaSettings, group: str, rebalance_seconds: float) -> GroupConsumer:
    return GroupConsumer(
        bootstrap_servers=settings.bootstrap,
        group_id=f"{settings.topic_prefix}.{group}",
        client_id=f"suara-{group}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=settings.fetch_max_wait_ms,
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=min(_HEARTBEAT_MS, settings.session_timeout_ms // 4),
        rebalance_timeout_ms=int(rebalance_seconds * 1000),
    )


def _producer(settings: KafkaSettings, client_id: str) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap,
        client_id=client_id,
        acks="all",
        enable_idempotence=settings.idempotence,
        max_request_size=MAX_REQUEST_BYTES,
        request_timeout_ms=_SEND_MS,
    )


AIOKAFKA = Clients(_consumer, _producer)
