"""Publishing: acknowledged by all in-sync replicas before it returns."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordTooLargeError

from suara import topics
from suara.errors import OutageError, PermanentError
from suara.events import Envelope
from suara.kafka.codec import Headers, encode
from suara.kafka.lifecycle import connect
from suara.settings import KafkaSettings

# What brokers take by default is 1 MiB. An event leaves room for the headers of a dead letter.
_MAX_REQUEST_BYTES = 1_048_576
_MAX_EVENT_BYTES = 1_000_000

#: `Publisher.send`: (topic, key, value, headers), returns once acknowledged.
Send = Callable[[str, bytes | None, bytes | None, Headers], Awaitable[None]]


class Publisher:
    """An AIOKafkaProducer that speaks in envelopes and in this project's errors."""

    def __init__(self, settings: KafkaSettings, client_id: str) -> None:
        self._settings = settings
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.bootstrap,
            client_id=client_id,
            acks="all",
            enable_idempotence=settings.idempotence,
            max_request_size=_MAX_REQUEST_BYTES,
            request_timeout_ms=10_000,
        )

    async def start(self) -> None:
        """Connect, waiting for the broker for as long as it is away."""
        await connect(self._producer)

    async def stop(self) -> None:
        """Send what is buffered and disconnect."""
        await self._producer.stop()

    async def publish(self, envelopes: Iterable[Envelope]) -> None:
        """Send all and wait until each is acknowledged. Order holds within a key.

        Raises:
            OutageError: the broker is away or slow; safe to repeat.
            PermanentError: a message is larger than the broker takes.
        """
        prefix = self._settings.topic_prefix
        messages = []
        for envelope in envelopes:
            key, value, headers = encode(envelope)
            topic = topics.full_name(envelope.data.topic, prefix)
            if len(value) > _MAX_EVENT_BYTES:
                raise PermanentError(f"an event for {topic} is too large: {len(value)} bytes")
            messages.append((topic, key, value, headers))
        await asyncio.gather(*(self.send(*message) for message in messages))

    async def send(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers
    ) -> None:
        """Send one raw message and wait for its acknowledgement. Errors as for `publish`."""
        if key is None and value is None:
            value = b""  # brokers take a message with neither, this client does not
        try:
            await self._producer.send_and_wait(topic, key=key, value=value, headers=headers)
        except (MessageSizeTooLargeError, RecordTooLargeError) as error:
            raise PermanentError(f"a message for {topic} is too large: {error}") from error
        except KafkaError as error:
            raise OutageError(f"cannot publish to {topic}: {error!r}") from error
