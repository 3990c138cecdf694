"""The gateway's handlers and three workers' around one database, with a bus that can lose all."""

from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

import avatar.bootstrap
import generator.bootstrap
import library.bootstrap
from api_gateway.adapters.groups import Groups
from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.domain.groups import Group, now
from api_gateway.domain.projects import Project
from api_gateway.domain.resumption import Patience
from api_gateway.domain.scope import InGroup, InProject
from api_gateway.handlers.groups import GroupHandlers
from api_gateway.handlers.sweeper import Sweeper
from suara.events import Envelope
from suara.kafka.codec import decode, encode
from suara.kafka.message import Message, Process
from suara.kafka.middleware.dispatch import dispatch
from suara.kafka.routes import Route
from suara.mongo import Database
from suara.storage import ObjectStore

WORKERS = (generator.bootstrap, library.bootstrap, avatar.bootstrap)
#: Whether the delivery of this event to that service is lost.
Loss = Callable[[str, Envelope], bool]


def nothing(_service: str, _envelope: Envelope) -> bool:
    return False


@dataclass
class System:
    """What is published is handled at once, by everybody, in order; `told` is all of it."""

    database: Database
    workers: Mapping[str, list[Route]]
    told: list[Envelope] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.database, "suara")
        self.transactions = Transactions(self.database, self.outbox, lambda: None)
        self.groups, self.personas = Groups(self.database), Personas(self.database)
        self.projects = Projects(self.database)
        self.handlers = GroupHandlers(self.transactions, self.projects, self.groups, self.personas)

    async def a_group(self, personas: int, trace: str | None = None) -> InGroup:
        """One whose generation was just requested, within that trace."""
        company = uuid4()
        fields = {"_id": uuid4(), "company_id": company, "name": "x", "created_at": now()}
        project = Project.model_validate(fields)
        await self.projects.add(project)
        inside = InProject(company, project.id)
        wanted = {"name": "x", "location": "Manila, Philippines", "persona_count": personas}
        group = await self.handlers.create(inside, wanted, None)
        where = InGroup(company, project.id, group.id)
        await self.handlers.generate(where, trace)
        return where

    async def publish(self) -> list[Envelope]:
        """Empty the outbox, as the relay does."""
        messages = await self.outbox.oldest(1_000)
        await self.outbox.remove([message.id for message in messages])
        return [decode(message.value, message.headers) for message in messages]

    async def run(self, lost: Loss = nothing) -> None:
        """Publish what waits, and deliver until nothing is under way."""
        await self.deliver(await self.publish(), lost)

    async def deliver(self, envelopes: Sequence[Envelope], lost: Loss = nothing) -> None:
        """And what follows from these."""
        under_way = deque(envelopes)

        async def tell(envelopes: Any) -> None:
            under_way.extend(envelopes)

        processes = {name: _processes(routes, tell) for name, routes in self.workers.items()}
        while under_way:
            envelope = under_way.popleft()
            self.told.append(envelope)
            for service, process in processes.items():
                if not lost(service, envelope):
                    await process(_message(envelope))

    async def sweep(self, resumptions: int = 5) -> None:
        """As if everything had been without progress for longer than its deadline."""
        patience = Patience(timedelta(0), resumptions)
        parts = (self.transactions, self.groups, self.personas, self.outbox)
        await Sweeper(*parts, patience).sweep()

    async def group(self, where: InGroup) -> Group:
        return await self.groups.get(where)

    def told_of(self, kind: type[Any]) -> list[Any]:
        """The data of all events of that type, each as often as it was told."""
        return [envelope.data for envelope in self.told if isinstance(envelope.data, kind)]

    def ids_of(self, kind: type[Any]) -> Counter[UUID]:
        return Counter(e.id for e in self.told if isinstance(e.data, kind))


def _processes(routes: list[Route], tell: Any) -> Process:
    return dispatch({route.event.type: route for route in routes}, tell, "/tests")


def _message(envelope: Envelope) -> Message:
    key, value, headers = encode(envelope)
    return Message(envelope.data.topic, 0, 0, key, value, headers)


@pytest.fixture
async def system(database: Database, objects: ObjectStore) -> AsyncIterator[System]:
    workers: dict[str, list[Route]] = {}
    async with AsyncExitStack() as stack:
        for worker in WORKERS:
            service = await stack.enter_async_context(worker.bootstrap())
            await service.prepare()
            workers[service.name] = list(service.routes)
        yield System(database, workers)
