"""Comments on the products of shops that authorised the operator's app."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog

from ethnography.adapters.listing import Page, Reading
from ethnography.adapters.places import PlaceGone, read_places
from ethnography.adapters.rest import resting
from ethnography.adapters.shopee.comments import page
from ethnography.adapters.shopee.errors import TokenRefused, content
from ethnography.adapters.shopee.shops import Shop, ShopeeAccess
from ethnography.adapters.shopee.tokens import ShopeeTokens
from ethnography.adapters.web import Deadline, Web
from ethnography.domain.verbatims import Post, SourceName
from ethnography.ports import SourceStates

_log = structlog.get_logger()

SECONDS_PER_REQUEST = 1.0  # estimate: Shopee names no figure
PAGE = 100
PATH = "/api/v2/product/get_comment"


class ShopeeSource:
    name: SourceName = "shopee"

    def __init__(
        self,
        web: Web,
        access: ShopeeAccess,
        markets: Mapping[str, Sequence[Shop]],
        states: SourceStates,
    ) -> None:
        self._web = web
        self._access = access
        self._markets = markets
        self._states = states
        self._tokens = ShopeeTokens(web, access, states)

    def serves(self, market: str) -> bool:
        return bool(self._markets.get(market))

    async def pages(self, market: str, since: datetime) -> AsyncIterator[Sequence[Post]]:
        """See ports.Source."""
        deadline = self._web.deadline()
        reading = Reading(self._states, since, self._web.limits.pages, set())
        async with resting(self._states, self.name):
            read = partial(self._shop, deadline, reading, market)
            async for posts in read_places(self.name, market, self._markets[market], read):
                yield posts

    async def gone(self, ids: Sequence[str]) -> Collection[str]:  # noqa: ARG002 - the port's
        """Nothing: Shopee does not say what becomes of a comment that was deleted."""
        return ()

    async def _shop(
        self, deadline: Deadline, reading: Reading, market: str, shop: Shop
    ) -> AsyncIterator[Sequence[Post]]:
        gone = 0
        for item in shop.items or (None,):
            fetch = partial(self._page, deadline, market, shop, item)
            key = f"shopee/{market}/{shop.id}/{item or 'all'}"
            try:
                async for posts in reading.listing(key, fetch, a_circle_is_the_end=True):
                    yield posts
            except PlaceGone as error:
                gone += 1
                _log.warning("shopee.item_skipped", shop=shop.id, item=item, reason=str(error))
                if gone == len(shop.items or (None,)):
                    raise

    async def _page(
        self, deadline: Deadline, market: str, shop: Shop, item: int | None, cursor: str | None
    ) -> Page:
        refused = None
        for _ in range(2):
            token = await self._tokens.get(deadline, shop, refused)
            once = partial(self._once, deadline, shop, item, cursor, token)
            try:
                return page(await self._web.patiently(deadline, once), market, shop)
            except TokenRefused:
                refused = token
        raise PlaceGone("refuses a token it has just given")

    async def _once(
        self, deadline: Deadline, shop: Shop, item: int | None, cursor: str | None, token: str
    ) -> dict[str, Any]:
        access = self._access
        now = datetime.now(UTC)
        timestamp = int(now.timestamp())
        params = {
            "partner_id": access.partner_id,
            "timestamp": timestamp,
            "access_token": token,
            "shop_id": shop.id,
            "sign": access.sign(PATH, timestamp, token, str(shop.id)),
            "cursor": cursor or "",
            "page_size": PAGE,
        } | ({"item_id": item} if item else {})
        return content(await self._web.send(deadline, "GET", access.url + PATH, params=params), now)
