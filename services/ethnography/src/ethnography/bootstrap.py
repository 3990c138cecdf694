"""Composition root: settings -> adapters -> handlers -> service."""

import asyncio
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
from suara.markets import warm
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    with mongo.connected(settings.mongo, "ethnography") as database:
        snapshots = MongoSnapshots(database)
        handlers = Handlers(
            source=BundledSource(),
            snapshots=snapshots,
            max_age=timedelta(hours=settings.ethnography.max_age_hours),
        )

        async def prepare() -> None:
            await asyncio.gather(snapshots.ensure_indexes(), asyncio.to_thread(warm))

        yield Service(
            name="ethnography",
            routes=routes(handlers),
            settings=settings,
            prepare=prepare,
            checks={"mongo": partial(mongo.ping, database)},
        )
