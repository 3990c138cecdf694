"""Reviews of a market's apps in Apple's App Store."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from ethnography.adapters.apps import App
from ethnography.adapters.appstore.feed import FeedPage, feed_page
from ethnography.adapters.listing import Page, Reading
from ethnography.adapters.places import PlaceGone, read_places
from ethnography.adapters.rest import resting
from ethnography.adapters.web import Again, Deadline, Throttled, Web
from ethnography.domain.verbatims import Post, SourceName
from ethnography.ports import SourceError, SourceStates

SECONDS_PER_REQUEST = 3.0  # 20 a minute
LAST_PAGE = 10  # Apple serves the newest 500 reviews, 50 a page
REST_SECONDS = 600.0  # after a 403, which means too many requests


class AppStoreSource:
    name: SourceName = "appstore"

    def __init__(
        self, web: Web, url: str, markets: Mapping[str, Sequence[App]], states: SourceStates
    ) -> None:
        self._web = web
        self._url = url
        self._markets = markets
        self._states = states

    def serves(self, market: str) -> bool:
        return bool(self._markets.get(market))

    async def pages(self, market: str, since: datetime) -> AsyncIterator[Sequence[Post]]:
        """See ports.Source."""
        deadline = self._web.deadline()
        reading = Reading(self._states, since, min(LAST_PAGE, self._web.limits.pages), set())
        async with resting(self._states, self.name):
            read = partial(self._app, deadline, reading, market)
            async for posts in read_places(self.name, market, self._markets[market], read):
                yield posts

    async def gone(self, ids: Sequence[str]) -> Collection[str]:  # noqa: ARG002 - the port's
        """Nothing: the feed shows the newest reviews, and cannot be asked for one."""
        return ()

    async def _app(
        self, deadline: Deadline, reading: Reading, market: str, app: App
    ) -> AsyncIterator[Sequence[Post]]:
        async def fetch(cursor: str | None) -> Page:
            number = int(cursor or 1)
            page = await self._web.patiently(
                deadline, partial(self._page, deadline, market, app, number)
            )
            # An empty page is the end only where the feed does not say which page is the last.
            last = (page.last or 0) if page.last or not page.entries else LAST_PAGE
            return Page(page.entries, str(number + 1) if number < min(last, LAST_PAGE) else None)

        async for posts in reading.listing(f"appstore/{market}/{app.id}", fetch):
            yield posts

    async def _page(self, deadline: Deadline, market: str, app: App, number: int) -> FeedPage:
        """
        Raises:
            Again: empty for the moment.
            PlaceGone: this store does not have the app.
        """
        path = f"/{market.lower()}/rss/customerreviews/page={number}/id={app.id}"
        answer = await self._web.send(deadline, "GET", f"{self._url}{path}/sortby=mostrecent/json")
        answer.usual()
        if answer.status == 403:
            wait = answer.wait or REST_SECONDS
            raise Throttled("asked for fewer requests (HTTP 403)", wait)
        if answer.status != 200:
            raise SourceError(f"refuses (HTTP {answer.status})")
        page = feed_page(answer.json(), market, app)
        if page.is_transient:
            raise Again("keeps answering with empty pages")
        if page.is_unknown_app:
            raise PlaceGone("unknown to this store")
        return page
