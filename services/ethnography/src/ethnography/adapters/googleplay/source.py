"""Reviews of a market's apps in Google Play."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ethnography.adapters.apps import App
from ethnography.adapters.googleplay.batchexecute import (
    Reviews,
    SoftError,
    page,
    request_body,
    reviews,
)
from ethnography.adapters.listing import Page, Reading
from ethnography.adapters.places import read_places
from ethnography.adapters.rest import resting
from ethnography.adapters.web import Deadline, Throttled, Web
from ethnography.domain.verbatims import Post, SourceName
from ethnography.ports import SourceError, SourceStates

SECONDS_PER_REQUEST = 2.0
SOFT_ERROR_WAITS = (5.0, 10.0, 15.0)
REST_SECONDS = 6 * 3600.0  # after a captcha, which is never solved
PATH = "/_/PlayStoreUi/data/batchexecute"


@dataclass(frozen=True)
class PlayApps:
    """Of one market. languages: asked for one after the other; the country filters nothing."""

    apps: Sequence[App]
    languages: Sequence[str]


class GooglePlaySource:
    """soft_error_waits: seconds before each further attempt after a failure with status 200."""

    name: SourceName = "googleplay"

    def __init__(
        self,
        web: Web,
        url: str,
        markets: Mapping[str, PlayApps],
        states: SourceStates,
        *,
        soft_error_waits: Sequence[float] = SOFT_ERROR_WAITS,
    ) -> None:
        self._web = web
        self._url = url
        self._markets = markets
        self._states = states
        self._soft_error_waits = soft_error_waits

    def serves(self, market: str) -> bool:
        return market in self._markets and bool(self._markets[market].apps)

    async def pages(self, market: str, since: datetime) -> AsyncIterator[Sequence[Post]]:
        """See ports.Source."""
        deadline = self._web.deadline()
        reading = Reading(self._states, since, self._web.limits.pages, set())
        places = self._markets[market].apps
        async with resting(self._states, self.name):
            read = partial(self._app, deadline, reading, market)
            async for posts in read_places(self.name, market, places, read):
                yield posts

    async def gone(self, ids: Sequence[str]) -> Collection[str]:  # noqa: ARG002 - the port's
        """Nothing: a single review cannot be asked for."""
        return ()

    async def _app(
        self, deadline: Deadline, reading: Reading, market: str, app: App
    ) -> AsyncIterator[Sequence[Post]]:
        for language in self._markets[market].languages:

            async def fetch(token: str | None, language: str = language) -> Page:
                found = await self._reviews(deadline, market, app, language, token)
                return page(found, market, app)

            key = f"googleplay/{market}/{app.id}/{language}"
            async for posts in reading.listing(key, fetch):
                yield posts

    async def _reviews(
        self, deadline: Deadline, market: str, app: App, language: str, token: str | None
    ) -> Reviews:
        """The token is kept over soft errors: they are not the end."""
        once = partial(self._once, deadline, market, app, language, token)
        for wait in (*self._soft_error_waits, None):
            try:
                return await self._web.patiently(deadline, once)
            except SoftError as error:
                if wait is None:
                    reason = f"keeps failing inside good answers ({error})"
                    raise SourceError(reason, "throttled") from None
                await deadline.sleep(wait)
        raise SourceError("was not asked")  # not reached: the last wait is None

    async def _once(
        self, deadline: Deadline, market: str, app: App, language: str, token: str | None
    ) -> Reviews:
        answer = await self._web.send(
            deadline,
            "POST",
            self._url + PATH,
            params={"hl": language, "gl": market.lower()},
            data={"f.req": request_body(app.id, token)},
        )
        if answer.status == 429:
            wait = max(answer.wait or 0, REST_SECONDS)
            raise Throttled("asks for a captcha (HTTP 429)", wait)
        answer.usual()
        if answer.status != 200:
            raise SourceError(f"refuses (HTTP {answer.status})")
        return reviews(answer)
