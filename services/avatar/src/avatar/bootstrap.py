"""Composition root: settings -> adapters -> handlers -> service."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.openai_artist import OpenAIArtist
from avatar.adapters.personas import MongoPersonas
from avatar.handlers import Handlers
from avatar.ports import Artist
from avatar.routes import routes
from avatar.settings import Settings
from suara import mongo
from suara.llm import ImageModel, ImageSettings, ModelError
from suara.llm.budget import MongoBudget
from suara.service import Service
from suara.settings import USAGE_ERROR
from suara.storage import ObjectStore


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    local = LocalArtist()
    async with _artist(settings.images, local) as artist:
        with mongo.connected(settings.mongo, "avatar") as database:
            objects = ObjectStore(settings.s3)
            limit = settings.images.budget_tokens if settings.images.wanted else 0
            budget = MongoBudget(database, limit)
            handlers = Handlers(artist, local, objects, MongoPersonas(database), budget)
            yield Service(
                name="avatar",
                routes=routes(handlers),
                settings=settings,
                prepare=objects.ping,
                checks={"mongo": partial(mongo.ping, database), "s3": objects.ping},
            )


@asynccontextmanager
async def _artist(settings: ImageSettings, local: Artist) -> AsyncIterator[Artist]:
    """Who draws. Exits 2 with one line if a model is wanted that cannot be asked."""
    if not settings.wanted:
        yield local
        return
    try:
        model = ImageModel(settings)
    except ModelError as error:
        print(f"suara: {error}", file=sys.stderr)
        raise SystemExit(USAGE_ERROR) from None
    try:
        yield OpenAIArtist(model, settings.seconds)
    finally:
        await model.close()
