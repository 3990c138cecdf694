"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.openai_artist import OpenAIArtist
from avatar.adapters.personas import MongoPersonas
from avatar.adapters.styles import ProjectStyles
from avatar.handlers import Handlers
from avatar.routes import routes
from avatar.settings import Settings
from suara import mongo
from suara.llm import ImageModel, wanted_model
from suara.llm.budget import MongoBudget
from suara.service import Service
from suara.storage import ObjectStore


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    local = LocalArtist()
    async with wanted_model(ImageModel, settings.images) as model:
        with mongo.connected(settings.mongo, "avatar") as database:
            objects = ObjectStore(settings.s3)
            styles = ProjectStyles(database, objects)
            artist = OpenAIArtist(model, styles, settings.images.seconds) if model else local
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
