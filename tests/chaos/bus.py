"""What a subscriber of all topics sees, and what chaos itself puts into them."""

import asyncio
import contextlib
import json
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from chaos.poison import MARK, NEARLY_A_MEBIBYTE, Poison
from suara import topics
from suara.kafka.codec import Headers
from suara.kafka.lifecycle import connect

_REMEMBERED = 3_000
# An event is known by its type and by the narrowest thing that it is about.
_ABOUT = ("persona_id", "generation_id", "group_id", "project_id")
# A market's snapshot is refreshed again and again.
_ONCE = ("groups", "generation", "personas", "avatars")

Identity = tuple[str, str, int | None]
Ids = Mapping[Identity, Counter[str]]
"""How often each event was seen, by its id."""


class Bus:
    """Reads everything, as often as it is sent, from the beginning of each log."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self.recent: deque[ConsumerRecord] = deque(maxlen=_REMEMBERED)
        self.ids: dict[Identity, Counter[str]] = defaultdict(Counter)
        self.expected: set[tuple[str, str]] = set()
        self.poison: dict[str, Poison] = {}
        self.letters: Counter[tuple[str, str]] = Counter()
        self.genuine_letters: Counter[str] = Counter()
        self.forgiven = 0
        self._reading: asyncio.Task[None] | None = None
        self._consumer: AIOKafkaConsumer | None = None
        self._producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap, acks="all", max_request_size=2 * 5_000_000
        )

    async def start(self) -> None:
        await connect(self._producer)
        await self.open()

    async def stop(self) -> None:
        await self.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self._producer.stop()

    async def open(self) -> None:
        """Read a log from its beginning."""
        self._consumer = AIOKafkaConsumer(
            *topics.all_names(),
            bootstrap_servers=self._bootstrap,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=8_000_000,
        )
        await connect(self._consumer)
        self._reading = asyncio.create_task(self._read(self._consumer))

    async def close(self) -> None:
        """Read no further."""
        if self._reading and self._consumer:
            self._reading.cancel()
            await asyncio.wait({self._reading})
            await self._consumer.stop()

    async def caught_up(self) -> bool:
        """Whether all that lies in the topics has been read."""
        consumer = self._consumer
        if consumer is None:
            return False
        ends = await consumer.end_offsets(consumer.assignment())
        return all([await consumer.position(tp) >= end for tp, end in ends.items()])

    async def send_again(self, records: Sequence[ConsumerRecord]) -> None:
        """Copies of records, with their keys and headers, in this order."""
        for record in records:
            await self._send(record.topic, record.key, record.value, list(record.headers))

    async def send_poison(self, poison: Poison) -> None:
        """If the broker takes none of that size, as large a one as it takes."""
        self.expected |= poison.letters
        self.poison[poison.mark] = poison
        try:
            await self._send(poison.topic, poison.key, poison.value, poison.headers)
        except MessageSizeTooLargeError:
            smaller = poison.value[:NEARLY_A_MEBIBYTE]
            await self._send(poison.topic, poison.key, smaller, poison.headers)

    def missing(self) -> set[tuple[str, str]]:
        """Dead letters that are expected and were not seen yet."""
        return self.expected - self.letters.keys()

    async def letters_found(self, seconds: float) -> bool:
        """Wait for all dead letters that are expected, so long at most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.missing():  # noqa: ASYNC110 - found by a task that reads on and on
                    await asyncio.sleep(0.2)
        return not self.missing()

    def forgive(self) -> None:
        """Poison that nobody has read yet is gone with the log."""
        self.forgiven += len(self.missing())
        self.expected -= self.missing()

    async def _send(self, topic: str, key: bytes | None, value: bytes, headers: Headers) -> None:
        while True:
            try:
                await self._producer.send_and_wait(topic, value, key=key, headers=headers)
            except MessageSizeTooLargeError:
                raise
            except KafkaError:
                await asyncio.sleep(0.5)
            else:
                return

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            try:
                fetched = await consumer.getmany(timeout_ms=500)
            except KafkaError:
                await asyncio.sleep(0.5)
                continue
            for records in fetched.values():
                for record in records:
                    self._take(record)

    def _take(self, record: ConsumerRecord) -> None:
        headers = {
            name: (value or b"").decode("utf-8", "replace") for name, value in record.headers
        }
        if record.topic.endswith(topics.DEAD_LETTER_SUFFIX):
            if MARK in headers:
                self.letters[headers[MARK], headers.get("dlq_group", "?")] += 1
            else:
                self.genuine_letters[headers.get("dlq_reason", "?")[:120]] += 1
        elif MARK not in headers:
            self.recent.append(record)
            if record.topic in map(topics.full_name, _ONCE):
                data = json.loads(record.value)
                about = next(data[name] for name in _ABOUT if name in data)
                identity = (headers["ce_type"], about, data.get("attempt"))
                self.ids[identity][headers["ce_id"]] += 1
