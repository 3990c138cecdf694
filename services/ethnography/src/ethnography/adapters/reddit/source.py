"""Subreddits of a market: new posts, posts about its brands, and what people answer."""

import asyncio
import re
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from ethnography.adapters.listing import Page, Reading
from ethnography.adapters.places import PlaceGone, read_places
from ethnography.adapters.reddit import things
from ethnography.adapters.reddit.api import RedditApi
from ethnography.adapters.reddit.thing import FULLNAME
from ethnography.adapters.reddit.token import RedditAccess
from ethnography.adapters.rest import resting
from ethnography.adapters.web import Deadline, Web
from ethnography.domain.verbatims import Post, SourceName
from ethnography.ports import SourceError, SourceStates

PAGE = 100
THREADS = 10  # whose comments are read, per subreddit and refresh
MOST_MORE = 100  # Reddit's limit for ids in one request
THREADS_REMEMBERED = 200


@dataclass(frozen=True)
class Subreddits:
    """Of one market. queries: what is searched for besides reading what is new."""

    names: Sequence[str]
    queries: Sequence[str] = ()


class RedditSource:
    name: SourceName = "reddit"

    def __init__(
        self,
        web: Web,
        access: RedditAccess,
        markets: Mapping[str, Subreddits],
        states: SourceStates,
    ) -> None:
        self._web = web
        self._api = RedditApi(web, access, states)
        self._markets = markets
        self._states = states
        self._one_more_at_a_time = asyncio.Lock()  # Reddit's rule for `morechildren`

    def serves(self, market: str) -> bool:
        return market in self._markets and bool(self._markets[market].names)

    async def pages(self, market: str, since: datetime) -> AsyncIterator[Sequence[Post]]:
        """See ports.Source."""
        deadline = self._web.deadline()
        reading = Reading(self._states, since, self._web.limits.pages, set())
        places = [f"r/{name}" for name in self._markets[market].names]
        async with resting(self._states, self.name):
            read = partial(self._subreddit, deadline, reading, market)
            async for posts in read_places(self.name, market, places, read):
                yield posts

    async def gone(self, ids: Sequence[str]) -> Collection[str]:
        """See ports.Source. What Reddit does not know any more is gone, too."""
        deadline = self._web.deadline()
        asked = [one for one in ids if re.fullmatch(FULLNAME, one.removeprefix("reddit:"))]
        gone: set[str] = set()
        async with resting(self._states, self.name):
            for start in range(0, len(asked), PAGE):
                some = asked[start : start + PAGE]
                names = ",".join(one.removeprefix("reddit:") for one in some)
                answer = await self._api.get(deadline, "/api/info", id=names)
                there = things.still_there(answer)
                if len(some) == PAGE and not there:
                    raise SourceError("knows none of a hundred texts, which is not believed")
                gone.update(one for one in some if one.removeprefix("reddit:") not in there)
        return gone

    async def _subreddit(
        self, deadline: Deadline, reading: Reading, market: str, place: str
    ) -> AsyncIterator[Sequence[Post]]:
        threads: dict[str, things.Thread] = {}

        async def fetch(path: str, params: Mapping[str, Any], after: str | None) -> Page:
            parts = {**params, "limit": PAGE} | ({"after": after} if after else {})
            listing = await self._api.get(deadline, f"/{place}/{path}", **parts)
            threads.update({one.id: one for one in things.threads(listing)})
            return things.page(listing, market)

        key = f"reddit/{market}/{place}"
        async for posts in reading.listing(f"{key}/new", partial(fetch, "new", {})):
            yield posts
        for query in self._markets[market].queries:
            search = {"q": query, "restrict_sr": 1, "sort": "new", "t": "week"}
            found = reading.listing(f"{key}/search/{query}", partial(fetch, "search", search))
            async for posts in found:
                yield posts
        async for posts in self._answers(deadline, reading, market, key, threads.values()):
            yield posts

    async def _answers(
        self,
        deadline: Deadline,
        reading: Reading,
        market: str,
        key: str,
        threads: Collection[things.Thread],
    ) -> AsyncIterator[Sequence[Post]]:
        """Comments of the threads that grew most since they were read last."""
        read: dict[str, int] = dict((await self._states.load(f"{key}/threads")).get("read", {}))

        def growth(thread: things.Thread) -> int:
            return thread.comments - read.get(thread.id, 0)

        recent = (one for one in threads if one.at >= reading.since and growth(one) > 0)
        for thread in sorted(recent, key=growth, reverse=True)[:THREADS]:
            with suppress(PlaceGone):  # deleted since
                async for posts in self._thread(deadline, reading, market, thread.id):
                    yield posts
            read.pop(thread.id, None)  # to the end: the least recent are forgotten
            read[thread.id] = thread.comments
        latest = dict(list(read.items())[-THREADS_REMEMBERED:])
        await self._states.save(f"{key}/threads", {"read": latest})

    async def _thread(
        self, deadline: Deadline, reading: Reading, market: str, thread: str
    ) -> AsyncIterator[Sequence[Post]]:
        answer = await self._api.get(
            deadline, f"/comments/{thread}", limit=PAGE, depth=3, sort="top"
        )
        entries, left_out = things.comments(answer, market)
        if posts := reading.fresh(entries):
            yield posts
        if not left_out:
            return
        async with self._one_more_at_a_time:
            answer = await self._api.post(
                deadline,
                "/api/morechildren",
                api_type="json",
                link_id=f"t3_{thread}",
                children=",".join(left_out[:MOST_MORE]),
                sort="top",
            )
        if posts := reading.fresh(things.more_comments(answer, market)):
            yield posts
