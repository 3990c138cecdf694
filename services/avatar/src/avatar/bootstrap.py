"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.personas import MongoPersonas
from avatar.handlers import Handlers
from avatar.routes import routes
from avatar.settings import Settings
from suara import mongo
from suara.service import Service
from suara.storage import ObjectStore


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    with mongo.connected(settings.mongo, "avatar") as database:
        objects = ObjectStore(settings.s3)
        handlers = Handlers(LocalArtist(), objects, MongoPersonas(database))
        yield Service(
            name="avatar",
            routes=routes(handlers),
            settings=settings,
            prepare=objects.ping,
            checks={"mongo": partial(mongo.ping, database), "s3": objects.ping},
        )
