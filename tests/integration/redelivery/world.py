"""The workers of all four services on one database, each delivery to a process of its own."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import avatar.routes
import ethnography.routes
import generator.routes
import library.routes
from avatar.adapters.album import MongoAlbum
from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.personas import MongoPersonas as PortrayedPersonas
from avatar.adapters.references import MongoReferences
from avatar.clearing import Clearing
from avatar.domain.appearance import Subject
from avatar.drawing import Drawing
from avatar.handlers import Handlers as AvatarHandlers
from avatar.ports import Picture
from avatar.prompt_portraits import PromptPortraits
from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.domain.freshness import Freshness
from ethnography.handlers import Handlers as EthnographyHandlers
from generator.adapters.personas import MongoPersonas
from generator.adapters.snapshots import MongoSnapshots
from generator.handlers import Handlers as GeneratorHandlers
from generator.ports import Written
from generator.writing import Writing
from integration.redelivery.crashes import Fuse, passed
from library.adapters.choices import MongoChoices
from library.adapters.claims import MongoClaims
from library.adapters.embeddings import StaticEmbeddings
from library.adapters.library_index import LibraryIndex
from library.adapters.library_personas import MongoLibrary
from library.adapters.responses import MongoResponses
from library.adapters.vectors import MongoVectors
from library.domain.promotion import Limits
from library.handlers import Handlers as LibraryHandlers
from library.promotion import Promotions
from suara.events import Envelope, PromptPortraitRequested
from suara.kafka.routes import Context, Route
from suara.llm import Usage
from suara.llm.budget import MongoBudget
from suara.markets import Snapshot
from suara.mongo import Database, Document
from suara.personas import Cast, Draft, Profile
from suara.storage import ObjectStore
from suara.testing.samples import a_draft, a_profile

COST = Usage(calls=1, prompt_tokens=900, cached_tokens=600, completion_tokens=100)
COLLECTIONS = (
    "groups", "personas", "library_claims", "library_personas", "library_vectors", "spending",
    "simulation_responses", "upkeep", "projects", "prompt_personas", "images",
)  # fmt: skip
State = dict[str, list[Document]]


@dataclass
class Paid:
    """Writes and draws, and counts what for. differing: each take is another, as from a model."""

    takes: Counter[str] = field(default_factory=Counter)
    differing: bool = False
    name: str = "counting"
    _picture: Picture | None = None

    def _take(self, what: str) -> str:
        self.takes[what] += 1
        passed(f"paid {what}")
        return f"take {self.takes[what]}" if self.differing else what

    async def _picture_of(self, subject: Subject) -> Picture:
        if self._picture is None:
            self._picture = await LocalArtist().draw(subject)
        return self._picture

    async def draft(self, cast: Cast) -> Written[Draft]:
        await asyncio.sleep(0)
        return Written(a_draft(motivation=self._take(f"draft {cast.slot}")), COST, "model")

    async def profile(self, cast: Cast, _draft: Draft, _snapshot: Snapshot) -> Written[Profile]:
        await asyncio.sleep(0)
        return Written(a_profile(backstory=self._take(f"profile {cast.slot}")), COST, "model")


class CountingArtist:
    def __init__(self, paid: Paid) -> None:
        self._paid = paid

    async def draw(self, subject: Subject) -> Picture:
        picture = await self._paid._picture_of(subject)
        take = self._paid._take(f"portrait {subject.slot}/{subject.variation}")
        renditions = picture.renditions
        # Pixels end before the last chunk: what follows makes it another picture.
        another = type(renditions)(renditions.png + take.encode(), renditions.webp)
        return Picture(another, "openai", COST)


class CountingPainter:
    def __init__(self, paid: Paid) -> None:
        self._paid = paid

    async def draw(self, _: PromptPortraitRequested) -> bytes:
        await asyncio.sleep(0)
        png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1"
        return png + self._paid._take("prompt portrait").encode()


class World:
    """paid: what everything cost so far."""

    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self.database = database
        self.objects = objects
        self.paid = Paid()
        self._embeddings = StaticEmbeddings()
        self._services = {
            "generator": self._generator,
            "library": self._library,
            "avatar": self._avatar,
            "ethnography": self._ethnography,
        }
        self.routes = {
            name: [route.event.type for route in started()]
            for name, started in self._services.items()
        }

    async def prepare(self) -> None:
        for part in (MongoClaims(self.database), MongoPersonas(self.database)):
            await part.ensure_indexes()
        for name in COLLECTIONS:
            await self.database[name].delete_many({})

    def readers(self, envelope: Envelope) -> list[str]:
        """The services that have a route for it."""
        return [name for name, types in self.routes.items() if envelope.type in types]

    async def deliver(
        self, service: str, envelope: Envelope, fuse: Fuse | None = None
    ) -> list[Envelope]:
        """To a process that has just started. What it publishes. Raises Crash if the fuse burns."""
        started = {route.event.type: route for route in self._services[service]()}
        route = started[envelope.type]
        context = Context(envelope.id, envelope.time, 1)
        handle = lambda: route.handler(envelope.data, context)  # noqa: E731
        events = await (fuse or Fuse()).around(handle)
        assert {type(event) for event in events} <= set(route.emits)
        return [envelope.caused(event, f"/{service}") for event in events]

    async def state(self) -> State:
        found = (self.database[name].find().to_list(None) for name in COLLECTIONS)
        return dict(zip(COLLECTIONS, await asyncio.gather(*found), strict=True))

    async def restore(self, state: State) -> None:
        now = await self.state()
        for name, documents in state.items():
            if now[name] != documents:
                await self.database[name].delete_many({})
                if documents:
                    await self.database[name].insert_many(documents)

    async def delete_group(self, group_id: UUID) -> None:
        """As the gateway does."""
        await self.database.personas.delete_many({"group_id": group_id})
        await self.database.groups.delete_one({"_id": group_id})

    def _generator(self) -> Sequence[Route]:
        budget = MongoBudget(self.database, 10**9)
        personas = MongoPersonas(self.database, budget)
        writing = Writing(self.paid, MongoSnapshots(self.database), personas, budget)
        return generator.routes.routes(GeneratorHandlers(writing, personas))

    def _library(self) -> Sequence[Route]:
        index = LibraryIndex(MongoVectors(self.database), self._embeddings)
        claims, choices = MongoClaims(self.database), MongoChoices(self.database)
        responses, people = MongoResponses(self.database), MongoLibrary(self.database)
        promotions = Promotions(responses, people, Limits(1, 0.0, -1.0))
        matching = library.routes.routes(LibraryHandlers(index, claims, choices))
        return [*matching, *library.routes.promotion_routes(promotions)]

    def _avatar(self) -> Sequence[Route]:
        budget = MongoBudget(self.database, 10**9)
        personas = PortrayedPersonas(self.database, budget)
        clearing = Clearing(self.objects, MongoReferences(self.database))
        artist = CountingArtist(self.paid)
        drawing = Drawing(artist, artist, self.objects, personas, budget, clearing)
        handlers = AvatarHandlers(drawing, clearing, self.objects, personas)
        album = MongoAlbum(self.database)
        painter = CountingPainter(self.paid)
        prompts = PromptPortraits(painter, album, self.objects, clearing)
        return avatar.routes.routes(handlers, clearing, prompts)

    def _ethnography(self) -> Sequence[Route]:
        freshness = Freshness(timedelta(hours=1), timedelta(hours=1))
        handlers = EthnographyHandlers(MongoUpkeeps(self.database), freshness, lambda: None)
        return ethnography.routes.routes(handlers)


def comparable(value: Any) -> Any:
    """Without times and how the last delivery found it, and with sets in order."""
    if isinstance(value, dict):
        left_out = {"created_at", "locks", "before"}
        return {name: comparable(v) for name, v in value.items() if name not in left_out}
    if isinstance(value, list | tuple):
        return sorted((comparable(one) for one in value), key=repr)
    return None if isinstance(value, datetime) else value
