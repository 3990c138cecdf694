"""Composition root: settings -> adapters -> handlers -> service."""

import asyncio
import sys
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
from suara import mongo
from suara.llm import LanguageModel, ModelError
from suara.llm.budget import MongoBudget
from suara.markets import warm
from suara.service import Service
from suara.settings import USAGE_ERROR


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    async with _writer(settings) as writer:
        with mongo.connected(settings.mongo, "generator") as database:
            personas = MongoPersonas(database)
            budget = MongoBudget(database, settings.llm.budget_tokens)
            handlers = Handlers(writer, MongoSnapshots(database), personas, budget)

            async def prepare() -> None:
                await asyncio.gather(personas.ensure_indexes(), asyncio.to_thread(warm))

            yield Service(
                name="generator",
                routes=routes(handlers),
                settings=settings,
                prepare=prepare,
                checks={"mongo": partial(mongo.ping, database)},
            )


@asynccontextmanager
async def _writer(settings: Settings) -> AsyncIterator[Writer]:
    """Who writes. Exits 2 with one line if a model is wanted that cannot be asked."""
    if settings.llm.llm == "offline":
        yield BuiltInWriter()
        return
    try:
        model = LanguageModel(settings.llm)
    except ModelError as error:
        print(f"suara: {error}", file=sys.stderr)
        raise SystemExit(USAGE_ERROR) from None
    try:
        yield OpenAIWriter(model, settings.stages)
    finally:
        await model.close()
