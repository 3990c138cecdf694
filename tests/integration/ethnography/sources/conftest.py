"""Live sources against a local server, with what they remember in a real MongoDB."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from ethnography.adapters.source_states import MongoSourceStates
from ethnography.adapters.sources import Sources, configured_sources
from ethnography.domain.verbatims import Post
from ethnography.ports import Source, SourceError
from ethnography.source_settings import SourceSettings
from source_server.running import RunningSources, running
from source_server.shopee_shop import PARTNER_ID, PARTNER_KEY
from suara.mongo import Database

#: Before the first text of the fixtures.
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
SHOP = 600001

Make = Callable[..., Source]


@pytest.fixture(scope="session")
def one_source_server() -> Iterator[RunningSources]:
    with running() as server:
        yield server


@pytest.fixture
def server(one_source_server: RunningSources) -> RunningSources:
    """Well behaved until the test says otherwise."""
    one_source_server.control()
    return one_source_server


@pytest.fixture
def states(database: Database) -> MongoSourceStates:
    return MongoSourceStates(database)


@pytest.fixture
async def make(server: RunningSources, states: MongoSourceStates) -> AsyncIterator[Make]:
    """A source by its name, all of its waits scaled to milliseconds; settings may be changed."""
    made: list[Sources] = []

    def made_so(name: str, **settings: Any) -> Source:
        made.append(configured_sources(everything_on(server.url, **settings), states))
        return next(source for source in made[-1].live if source.name == name)

    yield made_so
    for sources in made:
        await sources.close()


def everything_on(url: str, **settings: Any) -> SourceSettings:
    values: dict[str, Any] = {
        "sources": "all",
        "sources_allow_private": True,
        "sources_wait_scale": 0.001,
        "sources_timeout_seconds": 5,
        "reddit_client_id": "id",
        "reddit_client_secret": "secret",
        "reddit_user_agent": "linux:suara-test:0.1 (by /u/suara_test)",
        "reddit_queries": {"PH": [], "ID": ["gojek"], "VN": []},
        "play_opt_in": True,
        "play_languages": {"PH": ["fil"], "ID": ["id"], "VN": ["vi"]},
        "shopee_partner_id": PARTNER_ID,
        "shopee_partner_key": PARTNER_KEY,
        "shopee_shops": {
            "PH": [{"id": SHOP, "items": [16500001]}],
            "ID": [{"id": SHOP, "items": [26500001]}],
        },
        "shopee_tokens": {str(SHOP): "4a4b5c-invented-refresh"},
    }
    places = ("reddit_auth_url", "reddit_api_url", "apple_url", "play_url", "shopee_url")
    return SourceSettings(**{**values, **dict.fromkeys(places, url), **settings})


@dataclass
class Collected:
    """What a refresh brought, and how it broke off."""

    posts: list[Post] = field(default_factory=list)
    error: SourceError | None = None

    @property
    def ids(self) -> list[str]:
        return [post.id.partition(":")[2] for post in self.posts]

    def text(self, part: str) -> Post:
        return next(post for post in self.posts if part in post.text)


async def collected(source: Source, market: str = "PH", since: datetime = SINCE) -> Collected:
    found = Collected()
    try:
        async for posts in source.pages(market, since):
            found.posts += posts
    except SourceError as error:
        found.error = error
    return found


def a_fault(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, **fields}


def playing(file: str, **fields: Any) -> dict[str, Any]:
    """Plays one of the recorded errors."""
    return {"kind": "fixture", "file": file, **fields}
