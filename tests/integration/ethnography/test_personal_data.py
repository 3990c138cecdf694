"""After a whole refresh of every market, nothing that names a person is anywhere.

The sources are the recorded ones, with the personal data that was invented for them.
"""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import structlog

from ethnography.adapters.built_in_extractor import BuiltInExtractor
from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.adapters.source_states import MongoSourceStates
from ethnography.adapters.sources import Sources, configured_sources
from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.adapters.verbatims import MongoVerbatims
from ethnography.collecting import Bounds, Collector
from ethnography.domain.freshness import Freshness
from ethnography.handlers import Handlers
from ethnography.refresh import Refresh
from ethnography.retention import Keeping, Retention
from ethnography.schedule import Schedule
from source_server.playback import FIXTURES
from source_server.running import RunningSources, running
from suara.events import SnapshotRequested
from suara.kafka.codec import decode
from suara.kafka.routes import Context
from suara.lease import Lease
from suara.logging import _CHATTY
from suara.mongo import Database
from suara.settings import KafkaSettings
from suara.testing.broker import publishing, read
from suara.testing.samples import an_event

from .sources.conftest import everything_on

AGES = timedelta(days=36_500)  # the recorded texts stay of interest for ever
RECORDED = datetime(2026, 11, 20, tzinfo=UTC)

PHONES = ("09170000000", "081200000000", "6281200000000", "639170000000", "9170000000")
ADDRESSES = (
    *("jun.sample@example.com", "contoh@example.com", "juan.sample@example.com", "@example.com"),
)
APPSTORE_NAMES = (
    *("contoh_user1", "contoh_user2", "contoh_user3", "contoh_user4", "contoh_user5"),
    *("halimbawa_3", "imbentong_user1", "invented.ios", "okay_lang_6", "sample.tita"),
    *("taga_imbento", "user_imb7", "user_imb8", "user_imb9", "user_imb10"),
)
GOOGLE_NAMES = (
    *("Agus Contoh", "Andi Contoh", "Ate Liza", "Ben Halimbawa", "Budi Contoh", "Dewi Contoh"),
    *("Jun Sample", "Kuya Dan", "Maria Invented", "Mica Imbento", "Nena Imbento", "Pao Imbento"),
    *("Rina Contoh", "Siti Contoh", "Tess Halimbawa"),
)
REDDIT_NAMES = (
    *("advisory_pls", "aling_nena_store", "anakkosgaruda", "banko_de_oro", "budgetmealph"),
    *("bundok_life", "capekkerja88", "cash_is_king_ph", "hematpangkalkaya", "ibu_muda_bdg"),
    *("isko_ng_maynila", "kape_at_pandesal", "kuryentebill", "lakwatsero22", "loadnotload"),
    *("marites_verified", "mrtlovers", "ngopi_terus", "nostalgic_pinoy", "ofw_sa_dubai"),
    *("pixel_user_mnl", "promdi2026", "sleepy_in_cebu", "smart_or_globe", "timurkita"),
    *("tita_of_qc", "waiting_game", "wibu_sejati"),
)
SHOPEE_ORDER = re.compile(r"\b2611\d\d[AB]{6}\d\d\b")
SHOPEE_BUYER = re.compile(r"\b[bpu]\*{5}\d")


@pytest.fixture(scope="module")
def source_server() -> Iterator[RunningSources]:
    with running() as server:
        yield server


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that a process logs at its most talkative: libraries only warn then."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    names = ("", *_CHATTY)
    levels = {name: logging.getLogger(name).level for name in names}
    before = structlog.get_config()
    for name in names:
        logging.getLogger(name).setLevel(logging.WARNING if name else logging.DEBUG)
    logging.getLogger().addHandler(handler)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(told))
    yield told
    structlog.configure(**before)
    logging.getLogger().removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def everything_in(database: Database) -> str:
    found: list[Any] = []
    for name in await database.list_collection_names():
        found += [(name, document) async for document in database[name].find()]
    return repr(found)


def names_of_persons_in(text: str) -> set[str]:
    digits = re.sub(r"(?<=\d)[\s().-]+(?=\d)", "", text)
    lowered = text.casefold()
    found = {name for name in (*ADDRESSES, *APPSTORE_NAMES, *REDDIT_NAMES) if name in lowered}
    found |= {name for name in GOOGLE_NAMES if name.casefold() in lowered}
    found |= {phone for phone in PHONES if phone in digits}
    return found | set(SHOPEE_ORDER.findall(text)) | set(SHOPEE_BUYER.findall(text))


def test_the_recorded_sources_hold_what_is_looked_for() -> None:
    recorded = "".join(path.read_text() for path in FIXTURES.iterdir())
    recorded += json.dumps(recorded)  # texts within texts
    sought = {*ADDRESSES, *APPSTORE_NAMES, *REDDIT_NAMES, *GOOGLE_NAMES, "09170000000"}
    assert sought <= names_of_persons_in(recorded)


async def test_no_person_is_found_in_the_database_the_broker_or_the_log(
    source_server: RunningSources,
    database: Database,
    kafka: KafkaSettings,
    log: io.StringIO,
) -> None:
    source_server.control()
    sources = configured_sources(everything_on(source_server.url), MongoSourceStates(database))
    upkeeps = MongoUpkeeps(database)
    freshness = Freshness(max_age=timedelta(hours=24), retry_after=timedelta(hours=1))
    schedule = await a_schedule(database, sources, freshness)
    handlers = Handlers(upkeeps, freshness, schedule.wake)
    try:
        async with publishing(kafka) as publisher:
            doing = asyncio.create_task(schedule.run(publisher.publish))
            for code in ("PH", "ID", "VN"):
                request = an_event(SnapshotRequested, market=code)
                await handlers.requested(request, Context(uuid4(), RECORDED, 1))
            events = await refreshed(kafka, 3)
            doing.cancel()
            await asyncio.wait({doing})
    finally:
        await sources.close()

    stored = await everything_in(database)
    messages = [
        message for topic in ("markets", "markets.dlq") for message in await read(kafka, topic)
    ]
    sent = repr([(message.key, message.value, message.headers) for message in messages])
    assert {event.market: event.source for event in events}["PH"] == "live"
    assert await database.verbatims.count_documents({}) > 50
    for name in ("appstore", "googleplay", "reddit", "shopee"):
        assert await database.verbatims.find_one({"source": name}), name
    assert "snapshot.refreshed" in log.getvalue()
    assert names_of_persons_in(stored) == set()
    assert names_of_persons_in(sent) == set()
    assert names_of_persons_in(log.getvalue()) == set()
    texts = [document["text"] async for document in database.verbatims.find({}, {"text": 1})]
    assert [text for text in texts if text[:60] in log.getvalue()] == []


async def a_schedule(database: Database, sources: Sources, freshness: Freshness) -> Schedule:
    verbatims, snapshots = MongoVerbatims(database), MongoSnapshots(database)
    await asyncio.gather(verbatims.ensure_indexes(), snapshots.ensure_indexes())
    collector = Collector(verbatims, snapshots, Bounds(retention=AGES))
    extractor = BuiltInExtractor(clock=lambda: RECORDED)
    return Schedule(
        Refresh(sources.live, collector, verbatims, snapshots, extractor),
        Retention(verbatims, snapshots, Keeping()),
        MongoUpkeeps(database),
        Lease(database, "market-refreshes", seconds=30),
        freshness,
        poll_seconds=0.2,
    )


async def refreshed(kafka: KafkaSettings, count: int) -> list[Any]:
    """The SnapshotRefreshed events, once there are so many."""
    async with asyncio.timeout(90):
        while True:
            found = [decode(m.value, list(m.headers)).data for m in await read(kafka, "markets")]
            if len(found) >= count:
                return found
