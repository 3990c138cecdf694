"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from library.adapters.library_personas import MongoLibrary
from library.adapters.personas import MongoPersonas
from library.adapters.responses import MongoResponses
from library.domain.promotion import Limits
from library.handlers import Handlers
from library.promotion import Promotions
from library.routes import promotion_routes, routes
from library.settings import LibrarySettings, Settings
from suara import mongo
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    with mongo.connected(settings.mongo, "library") as database:
        personas = MongoPersonas(database)
        responses, library = MongoResponses(database), MongoLibrary(database)
        promotions = Promotions(responses, library, _limits(settings.library))

        async def prepare() -> None:
            for part in (personas, responses, library):
                await part.ensure_indexes()

        yield Service(
            name="library",
            routes=[*routes(Handlers(personas)), *promotion_routes(promotions)],
            settings=settings,
            prepare=prepare,
            checks={"mongo": partial(mongo.ping, database)},
        )


def _limits(settings: LibrarySettings) -> Limits:
    return Limits(settings.min_simulations, settings.threshold, settings.retire_below)
