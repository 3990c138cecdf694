"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from library.adapters.personas import MongoPersonas
from library.handlers import Handlers
from library.routes import routes
from library.settings import Settings
from suara import mongo
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    with mongo.connected(settings.mongo, "library") as database:
        personas = MongoPersonas(database)
        yield Service(
            name="library",
            routes=routes(Handlers(personas)),
            settings=settings,
            prepare=personas.ensure_indexes,
            checks={"mongo": partial(mongo.ping, database)},
        )
