"""Publishing: acknowledged by all in-sync replicas before it returns."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

import structlog
from aiokafka.errors import (
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)

from suara import topics
from suara.errors import OutageError, PermanentError
from suara.events import Envelope
from suara.kafka.client import AIOKAFKA, Clients, Producer
from suara.kafka.codec import Headers, encode
from suara.kafka.lifecycle import connect, disconnect
from suara.settings import KafkaSettings
from suara.telemetry.bus import publish_errors, published

_log = structlog.get_logger()

# Less than what the client sends, so that there is room for the headers of a dead letter.
_MAX_EVENT_BYTES = 1_000_000
_GOODBYE_SECONDS = 1.5

#: `Publisher.send`: (topic, key, value, headers), returns once acknowledged.
Send = Callable[[str, bytes | None, bytes | None, Headers], Awaitable[None]]


class Publisher:
    """A Kafka producer that speaks in envelopes and in this project's errors."""

    def __init__(
        self, settings: KafkaSettings, client_id: str, clients: Clients = AIOKAFKA
    ) -> None:
        self._settings = settings
        self._make = partial(clients.producer, settings, client_id)
        self._producer = self._make()
        self._renewing = asyncio.Lock()

    async def start(self) -> None:
        """Connect, waiting for the broker for as long as it is away."""
        await connect(self._producer)

    async def stop(self) -> None:
        """Send what is buffered and disconnect, soon even if the broker is away: an idempotent
        producer tries for ever.
        """
        await disconnect(self._producer, _GOODBYE_SECONDS)

    async def publish(self, envelopes: Iterable[Envelope]) -> None:
        """Send all and wait until each is acknowledged. Order holds within a key.

        Waits for a broker that is away, if the producer is idempotent.

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
        if len(messages) == 1:
            await self.send(*messages[0])
        elif messages:
            await asyncio.gather(*(self.send(*message) for message in messages))

    async def send(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers
    ) -> None:
        """Send one raw message and wait for its acknowledgement. Errors as for `publish`."""
        if key is None and value is None:
            value = b""  # brokers take a message with neither, this client does not
        producer = self._producer
        try:
            await producer.send_and_wait(topic, key=key, value=value, headers=headers)
        except KafkaError as error:
            publish_errors(topic).inc()
            if self._settings.idempotence and _is_spent(error):
                await self._renew(producer)
            if isinstance(error, MessageSizeTooLargeError | RecordListTooLargeError):
                raise PermanentError(f"a message for {topic} is too large: {error}") from error
            raise OutageError(f"cannot publish to {topic}: {error!r}") from error
        published(topic).inc()

    async def _renew(self, spent: Producer) -> None:
        """Replace a producer that the broker takes nothing more from."""
        async with self._renewing:
            if self._producer is not spent:
                return
            _log.info("producer.renewed")
            producer = self._make()
            await connect(producer)
            self._producer = producer
        await disconnect(spent, _GOODBYE_SECONDS)


def _is_spent(error: KafkaError) -> bool:
    """A batch that the broker refused for good leaves a gap in the producer's sequence: whatever
    follows is then out of order, for ever. What the client refused by itself leaves none.
    """
    return not (error.retriable or isinstance(error, KafkaTimeoutError) or _never_sent(error))


def _never_sent(error: KafkaError) -> bool:
    return isinstance(error, MessageSizeTooLargeError) and bool(error.args)
