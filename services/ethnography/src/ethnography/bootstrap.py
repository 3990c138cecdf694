"""Composition root: settings -> adapters -> handlers and schedule -> service."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from ethnography.adapters.built_in_extractor import BuiltInExtractor
from ethnography.adapters.gauges import Gauges
from ethnography.adapters.model_extractor import Effort, ModelExtractor
from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.adapters.source_states import MongoSourceStates
from ethnography.adapters.sources import Sources, configured_sources
from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.adapters.verbatims import MongoVerbatims
from ethnography.collecting import Bounds, Collector
from ethnography.domain.freshness import Freshness
from ethnography.handlers import Handlers
from ethnography.ports import Extractor, Source
from ethnography.refresh import Refresh
from ethnography.retention import Keeping, Retention
from ethnography.routes import routes
from ethnography.schedule import Schedule
from ethnography.settings import EthnographySettings, Settings
from ethnography.timing import timed
from suara import mongo
from suara.kafka.middleware.dispatch import Publish
from suara.lease import Lease
from suara.llm import LanguageModel, wanted_model
from suara.markets import warm
from suara.markets.countries import country_codes_by_name
from suara.mongo import Database
from suara.service import Service

_LEASE_SECONDS = 12.0


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    settings = Settings()
    async with wanted_model(LanguageModel, settings.llm) as model:
        extractor = _extractor(model, settings.ethnography.model_calls)
        with mongo.connected(settings.mongo, "ethnography") as database:
            sources = configured_sources(settings.sources, MongoSourceStates(database))
            try:
                yield _service(settings, database, sources, extractor)
            finally:
                await sources.close()


def _service(
    settings: Settings, database: Database, sources: Sources, extractor: Extractor
) -> Service:
    verbatims, snapshots = MongoVerbatims(database), MongoSnapshots(database)
    upkeeps, freshness = MongoUpkeeps(database), _freshness(settings.ethnography)
    collector = Collector(verbatims, snapshots, _bounds(settings))
    refresh = Refresh(
        sources.live, collector, verbatims, snapshots, extractor, sources.not_configured.items()
    )
    schedule = Schedule(
        timed(refresh),
        Retention(verbatims, snapshots, _keeping(settings.ethnography)),
        upkeeps,
        Lease(database, "market-refreshes", _LEASE_SECONDS),
        freshness,
        _sourced(sources.live),
    )

    async def prepare() -> None:
        await asyncio.gather(
            verbatims.ensure_indexes(), snapshots.ensure_indexes(), asyncio.to_thread(warm)
        )

    async def background(publish: Publish) -> None:
        sources.announce()
        await schedule.run(publish)

    return Service(
        name="ethnography",
        routes=routes(Handlers(upkeeps, freshness, schedule.wake)),
        settings=settings,
        prepare=prepare,
        checks={"mongo": partial(mongo.ping, database)},
        gauges=[Gauges(snapshots).refresh],
        background=background,
    )


def _extractor(model: LanguageModel | None, calls: int) -> Extractor:
    if model is None or not calls:
        return BuiltInExtractor()
    return ModelExtractor(model, BuiltInExtractor(), Effort(calls=calls))


def _sourced(sources: Sequence[Source]) -> list[str]:
    """Markets that something is configured to be read for."""
    countries = sorted(set(country_codes_by_name().values()))
    return [code for code in countries if any(source.serves(code) for source in sources)]


def _freshness(settings: EthnographySettings) -> Freshness:
    return Freshness(
        max_age=timedelta(hours=settings.max_age_hours),
        retry_after=timedelta(minutes=settings.retry_minutes),
    )


def _keeping(settings: EthnographySettings) -> Keeping:
    return Keeping(
        verbatims=timedelta(days=settings.verbatim_days),
        snapshots=timedelta(days=settings.keep_days),
    )


def _bounds(settings: Settings) -> Bounds:
    """A source bounds itself; twice that time is for one that does not, re-checks included."""
    return Bounds(
        retention=timedelta(days=settings.ethnography.verbatim_days),
        source_seconds=2 * settings.sources.sources_max_seconds + 60,
        rechecks=settings.ethnography.rechecks,
    )
