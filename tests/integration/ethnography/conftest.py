"""A market's refresh on a real MongoDB, with sources that say what a test wants."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ethnography.adapters.built_in_extractor import BuiltInExtractor
from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.adapters.verbatims import MongoVerbatims
from ethnography.collecting import Bounds, Collector
from ethnography.domain.verbatims import Post, SourceName
from ethnography.ports import Extractor, SourceError
from ethnography.refresh import Refresh
from suara.mongo import Database

PRAISE = (
    "Ang bilis ng GCash, sobrang dali magbayad ng bills kahit nasa bahay lang ako.",
    "GCash is fast and easy to use, I love paying my bills with it every month.",
    "Sulit ang GCash, mabilis ang cash in at walang problema sa padala sa pamilya.",
)
BLAME = (
    "Laging error ang GCash kapag sweldo, hindi ako makapag cash out, nakakainis talaga.",
    "GCash keeps crashing on payday and the customer service never answers, very bad.",
    "Ang mahal na ng fee ng GCash ngayon, dati libre ang bank transfer, sayang ang pera.",
)
SAID = (*PRAISE, *BLAME)
OFF: list[tuple[SourceName, str]] = [("reddit", "SUARA_REDDIT_CLIENT_ID is not set")]


def a_post(number: int, source: SourceName = "appstore", **changes: Any) -> Post:
    """One of the six texts above, written `number` hours ago."""
    fields: dict[str, Any] = {
        "id": f"{source}:{number}",
        "source": source,
        "market": "PH",
        "text": SAID[number % len(SAID)],
        "observed_at": datetime.now(UTC) - timedelta(hours=number),
        "about": "GCash",
        "stars": 5 if number % len(SAID) < len(PRAISE) else 1,
    }
    return Post.model_validate(fields | changes)


@dataclass
class Says:
    """A source that gives these pages, and then perhaps breaks off.

    deleted: what it says is gone. asked: how often its pages were asked for. reached: set when
    the pages are all out. holds: what it waits for after that.
    """

    posts: Sequence[Post] = ()
    error: Exception | None = None
    deleted: Collection[str] = ()
    markets: Collection[str] = ("PH",)
    name: SourceName = "appstore"
    holds: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    asked_about: list[str] = field(default_factory=list)

    def serves(self, market: str) -> bool:
        return market in self.markets

    async def pages(self, *_: object) -> AsyncIterator[Sequence[Post]]:
        self.asked += 1
        for start in range(0, len(self.posts), 3):
            yield self.posts[start : start + 3]
        self.reached.set()
        if self.holds:
            await self.holds.wait()
        if self.error:
            raise self.error

    async def gone(self, ids: Sequence[str]) -> Collection[str]:
        self.asked_about += ids
        return set(ids).intersection(self.deleted)


THROTTLED = SourceError("asked for fewer requests (HTTP 429)", "throttled")

MakeRefresh = Callable[..., Refresh]


@pytest.fixture
async def verbatims(database: Database) -> MongoVerbatims:
    verbatims = MongoVerbatims(database)
    await verbatims.ensure_indexes()
    return verbatims


@pytest.fixture
async def snapshots(database: Database) -> MongoSnapshots:
    snapshots = MongoSnapshots(database)
    await snapshots.ensure_indexes()
    return snapshots


@pytest.fixture
def upkeeps(database: Database) -> MongoUpkeeps:
    return MongoUpkeeps(database)


@pytest.fixture
def refresh_of(verbatims: MongoVerbatims, snapshots: MongoSnapshots) -> MakeRefresh:
    """A refresh with these sources. bounds: fields of Bounds."""

    def make(*sources: Says, extractor: Extractor | None = None, **bounds: Any) -> Refresh:
        collector = Collector(verbatims, snapshots, Bounds(**bounds))
        built_in = extractor or BuiltInExtractor()
        return Refresh(sources, collector, verbatims, snapshots, built_in, OFF)

    return make
