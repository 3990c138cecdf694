"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from ethnography.adapters.bundled import BundledSource
from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.handlers import Handlers
from ethnography.routes import routes
from ethnography.settings import Settings
from suara import mongo
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    database = mongo.connect(settings.mongo, "ethnography")
    snapshots = MongoSnapshots(database)
    handlers = Handlers(
        source=BundledSource(),
        snapshots=snapshots,
        max_age=timedelta(hours=settings.ethnography.max_age_hours),
    )
    yield Service(
        name="ethnography",
        routes=routes(handlers),
        settings=settings,
        prepare=snapshots.ensure_indexes,
        checks={"mongo": partial(mongo.ping, database)},
    )
    database.client.close()
