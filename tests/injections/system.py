"""Generator and library at work on a real broker and database, with a model that obeys."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from generator.adapters.personas import MongoPersonas
from generator.adapters.snapshots import MongoSnapshots
from generator.handlers import Handlers
from generator.routes import routes
from generator.writing import Writing
from injections.attempts import Attempt
from injections.poison import orders, poisoned
from injections.trial import writing
from library.adapters.choices import MongoChoices
from library.adapters.claims import MongoClaims
from library.adapters.embeddings import StaticEmbeddings
from library.adapters.library_index import LibraryIndex
from library.adapters.vectors import MongoVectors
from library.handlers import Handlers as LibraryHandlers
from library.routes import routes as library_routes
from openai_server.running import RunningServer
from suara import mongo
from suara.events import Envelope, PersonaCast
from suara.kafka.admin import ensure_topics
from suara.kafka.publisher import Publisher
from suara.llm.budget import MongoBudget
from suara.markets import Snapshot
from suara.mongo import Database, Document
from suara.settings import KafkaSettings, MongoSettings
from suara.testing.broker import publishing, working
from suara.testing.samples import a_definition, a_running_group

PLACES = {"PH": "Manila", "ID": "Jakarta", "VN": "Hanoi"}


@dataclass(frozen=True)
class Run:
    """The documents of a group and its one persona. contents: of the profile stage's messages."""

    group: Document
    persona: Document
    snapshot: Snapshot
    contents: list[str]


@dataclass(frozen=True)
class System:
    database: Database
    publisher: Publisher
    model: RunningServer

    async def run(self, attempt: Attempt) -> Run:
        """A group of one, until its persona is written or failed. The model obeys in profiles."""
        snapshot = await self._stored(poisoned(attempt, uuid4().hex))
        self.model.control(obeys=orders(attempt, stage="profile"))
        definition = a_definition(location=PLACES[attempt.market])
        requested = await a_running_group(self.database, 1, definition=definition)
        await self.publisher.publish([Envelope.first(requested, "/suara/tests")])
        group = await self._ended(requested.group_id)
        persona = await self.database.personas.find_one({"group_id": requested.group_id})
        log = self.model.log(bodies=True)
        profiles = [
            body["messages"][1]["content"]
            for request, body in zip(log["requests"], log["bodies"], strict=True)
            if request["name"] == "profile"
        ]
        return Run(group, persona or {}, snapshot, profiles)

    async def _stored(self, snapshot: Snapshot) -> Snapshot:
        document = {"_id": f"{snapshot.market}/{snapshot.version}", "market": snapshot.market}
        document |= {"snapshot": snapshot.model_dump(mode="json")}
        await self.database.snapshots.insert_one(document | {"refreshed_at": datetime.now(UTC)})
        return snapshot

    async def _ended(self, group_id: UUID) -> Document:
        async with asyncio.timeout(30):
            while True:
                group = await self.database.groups.find_one({"_id": group_id}) or {}
                if group["generation"].get("written") or group["generation"].get("failed"):
                    return group
                await asyncio.sleep(0.01)


@asynccontextmanager
async def working_system(
    environment: Mapping[str, str], model: RunningServer
) -> AsyncIterator[System]:
    """On those servers, with a database and topics of its own."""
    name = f"injections-{uuid4().hex[:8]}"
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in environment.items():
            patch.setenv(variable, value)
        patch.setenv("SUARA_MONGO_DATABASE", name)
        patch.setenv("SUARA_KAFKA_TOPIC_PREFIX", name)
        patch.setenv("SUARA_KAFKA_PARTITIONS", "1")
        kafka, database = KafkaSettings(), mongo.connect(MongoSettings(), "tests")
    await ensure_topics(kafka)
    personas, budget = MongoPersonas(database), MongoBudget(database, 0)
    claims, vectors = MongoClaims(database), MongoVectors(database)
    for part in (personas, claims, vectors):
        await part.ensure_indexes()
    async with (
        writing(model) as writer,
        publishing(kafka) as publisher,
        LibraryIndex(vectors, StaticEmbeddings()) as index,
    ):
        words = Writing(writer, MongoSnapshots(database), personas, budget)
        generator = Handlers(words, personas)
        library = library_routes(LibraryHandlers(index, claims, MongoChoices(database)))
        match = [route for route in library if route.event is PersonaCast]
        async with working(kafka, [*routes(generator), *match]):
            yield System(database, publisher, model)
    await database.client.drop_database(database.name)
    database.client.close()
