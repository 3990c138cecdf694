"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from library.adapters.choices import MongoChoices
from library.adapters.claims import MongoClaims
from library.adapters.embeddings import KeptEmbeddings, StaticEmbeddings
from library.adapters.gauges import Gauges
from library.adapters.library_index import LibraryIndex
from library.adapters.library_personas import MongoLibrary
from library.adapters.responses import MongoResponses
from library.adapters.vectors import MongoVectors
from library.domain.promotion import Limits
from library.handlers import Handlers
from library.ports import Embeddings
from library.promotion import Promotions
from library.routes import promotion_routes, routes
from library.settings import LibrarySettings, Settings
from suara import mongo
from suara.llm import EmbeddingModel, wanted_model
from suara.mongo import Database
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    async with wanted_model(EmbeddingModel, settings.embeddings) as model:
        with mongo.connected(settings.mongo, "library") as database:
            claims, responses = MongoClaims(database), MongoResponses(database)
            library, vectors = MongoLibrary(database), MongoVectors(database)
            promotions = Promotions(responses, library, _limits(settings.library))
            async with LibraryIndex(vectors, _embeddings(database, model)) as index:

                async def prepare() -> None:
                    for part in (claims, responses, library, vectors):
                        await part.ensure_indexes()
                    await index.load()

                handlers = Handlers(index, claims, MongoChoices(database))
                yield Service(
                    name="library",
                    routes=[*routes(handlers), *promotion_routes(promotions)],
                    settings=settings,
                    prepare=prepare,
                    checks={"mongo": partial(mongo.ping, database)},
                    gauges=[Gauges(vectors, index).refresh],
                )


def _embeddings(database: Database, model: EmbeddingModel | None) -> Embeddings:
    return KeptEmbeddings(database, model) if model else StaticEmbeddings()


def _limits(settings: LibrarySettings) -> Limits:
    return Limits(settings.min_simulations, settings.threshold, settings.retire_below)
