"""Composition root: settings -> adapters -> handlers -> service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from avatar.adapters.album import MongoAlbum
from avatar.adapters.local_artist import LocalArtist
from avatar.adapters.openai_artist import OpenAIArtist
from avatar.adapters.personas import MongoPersonas
from avatar.adapters.project_painter import ProjectPainter
from avatar.adapters.references import MongoReferences
from avatar.adapters.styles import ProjectStyles
from avatar.clearing import Clearing
from avatar.drawing import Drawing
from avatar.handlers import Handlers
from avatar.prompt_portraits import PromptPortraits
from avatar.routes import routes
from avatar.settings import Settings
from suara import mongo
from suara.encryption import Encryption
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
            personas, references = MongoPersonas(database, budget), MongoReferences(database)
            clearing = Clearing(objects, references)
            drawing = Drawing(artist, local, objects, personas, budget, clearing)
            handlers = Handlers(drawing, clearing, objects, personas)
            painter = ProjectPainter(
                database,
                Encryption(settings.encryption),
                styles,
                settings.projects.openai_url,
                settings.images.seconds,
            )
            album = MongoAlbum(database)
            prompt_portraits = PromptPortraits(painter, album, objects, clearing)

            async def prepare() -> None:
                await references.ensure_indexes()

            yield Service(
                name="avatar",
                routes=routes(handlers, clearing, prompt_portraits),
                settings=settings,
                prepare=prepare,
                checks={"mongo": partial(mongo.ping, database), "s3": objects.check},
            )
