"""Composition root: settings -> adapters -> handlers -> service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from generator.adapters.built_in_writer import BuiltInWriter
from generator.adapters.openai_writer import OpenAIWriter
from generator.adapters.personas import MongoPersonas
from generator.adapters.snapshots import MongoSnapshots
from generator.handlers import Handlers
from generator.ports import Writer
from generator.routes import routes
from generator.settings import Settings
from generator.writing import Writing
from suara import mongo
from suara.llm import LanguageModel, wanted_model
from suara.llm.budget import MongoBudget
from suara.markets import warm
from suara.service import Service


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    async with wanted_model(LanguageModel, settings.llm) as model:
        with mongo.connected(settings.mongo, "generator") as database:
            budget = MongoBudget(database, settings.llm.budget_tokens)
            personas = MongoPersonas(database, budget)
            writer = _writer(model, settings)
            writing = Writing(writer, MongoSnapshots(database), personas, budget)
            handlers = Handlers(writing, personas)

            async def prepare() -> None:
                await asyncio.gather(personas.ensure_indexes(), asyncio.to_thread(warm))

            yield Service(
                name="generator",
                routes=routes(handlers),
                settings=settings,
                prepare=prepare,
                checks={"mongo": partial(mongo.ping, database)},
            )


def _writer(model: LanguageModel | None, settings: Settings) -> Writer:
    return OpenAIWriter(model, settings.stages) if model else BuiltInWriter()
