"""Access tokens of shops. Each refresh ends the life of the refresh token it was made with."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ValidationError

from ethnography.adapters.places import PlaceGone
from ethnography.adapters.shopee.errors import TokenRefused, content
from ethnography.adapters.shopee.shops import Shop, ShopeeAccess
from ethnography.adapters.web import Answer, Deadline, Web
from ethnography.adapters.web.verdicts import Again, final
from ethnography.ports import SourceError, SourceStates

MARGIN_SECONDS = 300  # a token is not used in its last minutes
GET = "/api/v2/auth/token/get"
REFRESH = "/api/v2/auth/access_token/get"


class _Tokens(BaseModel):
    """As kept. authorisation: of what the operator gave, when these were asked for."""

    access_token: str
    refresh_token: str
    expires_at: datetime
    authorisation: str | None

    def serves(self, refused: str | None) -> bool:
        return self.access_token != refused and self.expires_at > datetime.now(UTC)


class _Granted(BaseModel):
    access_token: str
    refresh_token: str
    expire_in: float


class ShopeeTokens:
    """Kept in the states: a new refresh token is stored before anything is done with it."""

    def __init__(self, web: Web, access: ShopeeAccess, states: SourceStates) -> None:
        self._web = web
        self._access = access
        self._states = states
        self._one_at_a_time: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, deadline: Deadline, shop: Shop, refused: str | None = None) -> str:
        """An access token other than the refused one.

        Raises:
            PlaceGone: the shop must be authorised (again).
            SourceError: Shopee cannot be asked.
        """
        async with self._one_at_a_time[shop.id]:
            stored = await self._stored(shop)
            if stored and stored.serves(refused):
                return stored.access_token
            tokens = await self._renewed(deadline, shop, stored)
            await self._states.save(_key(shop), tokens.model_dump(mode="json"))
            return tokens.access_token

    async def _stored(self, shop: Shop) -> _Tokens | None:
        try:
            tokens = _Tokens.model_validate(await self._states.load(_key(shop)))
        except ValidationError:
            return None
        return tokens if shop.authorisation in (None, tokens.authorisation) else None

    async def _renewed(self, deadline: Deadline, shop: Shop, stored: _Tokens | None) -> _Tokens:
        if stored:
            path, proof = REFRESH, {"refresh_token": stored.refresh_token}
        elif shop.code:
            path, proof = GET, {"code": shop.code.get_secret_value()}
        elif shop.refresh_token:
            path, proof = REFRESH, {"refresh_token": shop.refresh_token.get_secret_value()}
        else:
            raise PlaceGone("not authorised: it is not in SUARA_SHOPEE_TOKENS")
        try:
            # Once: a second attempt after a lost answer would use a token that is spent.
            body = content(await self._asked(deadline, path, shop, proof), datetime.now(UTC))
            granted = _Granted.model_validate(body)
        except TokenRefused:
            raise PlaceGone("authorise it again, and set SUARA_SHOPEE_TOKENS") from None
        except Again as error:
            raise final(error) from None
        except ValidationError:
            raise SourceError("answers in a shape that is not known") from None
        lasts = min(max(granted.expire_in - MARGIN_SECONDS, 0), 86_400)
        return _Tokens(
            access_token=granted.access_token,
            refresh_token=granted.refresh_token,
            expires_at=datetime.now(UTC) + timedelta(seconds=lasts),
            authorisation=shop.authorisation,
        )

    async def _asked(
        self, deadline: Deadline, path: str, shop: Shop, proof: dict[str, Any]
    ) -> Answer:
        access = self._access
        timestamp = int(datetime.now(UTC).timestamp())
        params = {"partner_id": access.partner_id, "timestamp": timestamp}
        return await self._web.send(
            deadline,
            "POST",
            access.url + path,
            params={**params, "sign": access.sign(path, timestamp)},
            json={**proof, "shop_id": shop.id, "partner_id": access.partner_id},
        )


def _key(shop: Shop) -> str:
    return f"shopee/tokens/{shop.id}"
