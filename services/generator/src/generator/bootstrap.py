"""Composition root: settings -> adapters -> handlers -> service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from generator.adapters.built_in_writer import BuiltInWriter
from generator.adapters.personas import MongoPersonas
from generator.adapters.snapshots import MongoSnapshots
from generator.handlers import Handlers
from generator.routes import routes
from generator.settings import Settings
from suara import mongo
from suara.markets import warm
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    with mongo.connected(settings.mongo, "generator") as database:
        personas = MongoPersonas(database)
        handlers = Handlers(BuiltInWriter(), MongoSnapshots(database), personas)

        async def prepare() -> None:
            await asyncio.gather(personas.ensure_indexes(), asyncio.to_thread(warm))

        yield Service(
            name="generator",
            routes=routes(handlers),
            settings=settings,
            prepare=prepare,
            checks={"mongo": partial(mongo.ping, database)},
        )
