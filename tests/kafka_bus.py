"""What the contract suite runs on: a broker in memory, or the run's real one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from suara.events import Envelope, Event, SimulationResponded
from suara.kafka.client import Clients, Record
from suara.kafka.publisher import Publisher
from suara.kafka.routes import Context, Route
from suara.kafka.worker import Worker
from suara.settings import KafkaSettings, RuntimeSettings
from suara.testing.broker import publishing, working
from suara.testing.memory_broker import MemoryBroker
from suara.testing.samples import an_event, an_id

_HANGS_SECONDS = 20


@dataclass
class Running:
    """A worker, and the task of its `run`."""

    worker: Worker
    task: asyncio.Task[None]
    stopping: asyncio.Event

    async def end(self) -> None:
        """Raises what the worker ended with."""
        self.stopping.set()
        await self.task


@dataclass(frozen=True)
class Bus:
    """read: all that lies in a topic, such as `groups.dlq`."""

    kafka: KafkaSettings
    clients: Clients
    read: Callable[[str], Awaitable[Sequence[Record]]]

    @asynccontextmanager
    async def working(self, service: "Service", **runtime: Any) -> AsyncIterator[asyncio.Event]:
        async with working(self.kafka, service.routes, self.clients, **runtime) as stopping:
            yield stopping

    @asynccontextmanager
    async def running(self, service: "Service", **runtime: Any) -> AsyncIterator[Running]:
        """The same, for a test that looks into the worker, or at how it ends."""
        settings = RuntimeSettings(**({"drain_seconds": 1} | runtime))
        publisher = Publisher(self.kafka, "tests", self.clients)
        worker = Worker("tests", service.routes, publisher, self.kafka, settings, self.clients)
        async with asyncio.timeout(_HANGS_SECONDS):
            await worker.start()
        stopping = asyncio.Event()
        task = asyncio.create_task(worker.run(stopping))
        try:
            yield Running(worker, task, stopping)
        finally:
            stopping.set()
            await asyncio.wait({task}, timeout=_HANGS_SECONDS)
            await worker.stop()

    @asynccontextmanager
    async def publishing(self) -> AsyncIterator[Publisher]:
        async with publishing(self.kafka, self.clients) as publisher:
            yield publisher

    async def publish(self, envelopes: Iterable[Envelope]) -> None:
        async with self.publishing() as publisher:
            await publisher.publish(envelopes)

    @asynccontextmanager
    async def killed(self, service: "Service", **runtime: Any) -> AsyncIterator[None]:
        """A worker that dies at the end as by kill -9: no drain, no last commit."""
        async with self.publishing() as publisher:
            settings = RuntimeSettings(**runtime)
            worker = Worker("tests", service.routes, publisher, self.kafka, settings, self.clients)
            await worker.start()
            running = asyncio.create_task(worker.run(asyncio.Event()))
            try:
                yield
            finally:
                assignment = worker._assignment
                assignment._windows.clear()
                for task in list(assignment._running):
                    task.cancel()
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running
                await worker.stop()


@dataclass
class Service:
    """Notes what it begins and finishes; `open` lets its handlers end."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[tuple[UUID, str]] = field(default_factory=list)
    done: list[tuple[UUID, str]] = field(default_factory=list)
    peak: int = 0
    running: set[UUID] = field(default_factory=set)

    @classmethod
    def quick(cls) -> "Service":
        service = cls()
        service.open.set()
        return service

    async def handle(self, event: SimulationResponded, _: Context) -> Sequence[Event]:
        assert event.persona_id not in self.running, "two messages of one key at once"
        message = (event.persona_id, event.answer)
        self.running.add(event.persona_id)
        self.peak = max(self.peak, len(self.running))
        self.begun.append(message)
        try:
            await asyncio.sleep(0.001)
            await self.open.wait()
        finally:
            self.running.remove(event.persona_id)
        self.done.append(message)
        return []

    @property
    def routes(self) -> list[Route]:
        return [Route(SimulationResponded, self.handle)]


class Holding(Service):
    """Quick, but for the message `answer 1`, which waits for `gate`."""

    def __init__(self) -> None:
        super().__init__()
        self.open.set()
        self.gate = asyncio.Event()

    async def handle(self, event: SimulationResponded, context: Context) -> Sequence[Event]:
        if event.answer == "answer 1":
            await self.gate.wait()
        return await super().handle(event, context)


class Deaf(Service):
    """Its handlers ignore their cancellation until `open` lets them end."""

    async def handle(self, event: SimulationResponded, _: Context) -> Sequence[Event]:
        self.begun.append((event.persona_id, event.answer))
        while not self.open.is_set():
            with suppress(asyncio.CancelledError):
                await self.open.wait()
        return []


def answers(count: int, keys: int, of: str = "answer") -> list[Envelope]:
    """Messages that take turns in `keys` keys."""
    return [
        Envelope.first(
            an_event(
                SimulationResponded,
                answer=f"{of} {number}",
                persona_id=an_id(f"key {number % keys}"),
            ),
            "/suara/tests",
        )
        for number in range(count)
    ]


def said(envelopes: Iterable[Envelope]) -> set[tuple[UUID, str]]:
    return {(envelope.data.persona_id, envelope.data.answer) for envelope in envelopes}


def in_memory(broker: MemoryBroker | None = None) -> Bus:
    broker = broker or MemoryBroker()
    settings = KafkaSettings(bootstrap="memory:1", topic_prefix="t", idempotence=False)
    broker.create_topics(settings)

    async def lying(topic: str) -> list[Record]:
        return [record for at in broker.of_topic(f"t.{topic}") for record in broker.logs[at]]

    return Bus(settings, broker.clients, lying)
