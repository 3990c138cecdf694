"""The producer's side."""

import asyncio
from typing import TYPE_CHECKING

from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, ProducerClosed

from suara.kafka.client import MAX_REQUEST_BYTES
from suara.kafka.codec import Headers

if TYPE_CHECKING:
    from suara.testing.memory_broker.broker import MemoryBroker


class MemoryProducer:
    """Not idempotent: a broker that is away is an error at once."""

    def __init__(self, broker: "MemoryBroker") -> None:
        self._broker = broker
        self._stopped = False

    async def start(self) -> None:
        self._broker.check_up()

    async def stop(self) -> None:
        self._stopped = True

    async def send_and_wait(
        self, topic: str, *, key: bytes | None, value: bytes | None, headers: Headers
    ) -> None:
        assert key is not None or value is not None, "Need at least one: key or value"  # noqa: S101
        if self._stopped:
            raise ProducerClosed
        if len(key or b"") + len(value or b"") > MAX_REQUEST_BYTES:
            raise MessageSizeTooLargeError("larger than the client sends")
        await asyncio.sleep(0)
        try:
            self._broker.append(topic, key, value, headers)
        except KafkaConnectionError:
            await asyncio.sleep(0.01)
            raise
