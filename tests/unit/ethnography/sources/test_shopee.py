"""Shopee's signatures and its day."""

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from ethnography.adapters.shopee.errors import until_midnight
from ethnography.adapters.shopee.shops import Shop, ShopeeAccess
from source_server.playback import FIXTURES


def test_the_signatures_are_the_recorded_ones() -> None:
    vectors = json.loads((FIXTURES / "shopee_sign_vectors.json").read_text())
    access = ShopeeAccess(vectors["partner_id"], SecretStr(vectors["partner_key"]), "")
    at, token, shop = vectors["timestamp"], vectors["access_token"], str(vectors["shop_id"])
    for_shop, public = vectors["shop_api"], vectors["public_api"]
    assert access.sign(for_shop["path"], at, token, shop) == for_shop["sign"]
    assert access.sign(public["path"], at) == public["sign"]


@given(st.datetimes(min_value=datetime(2020, 1, 1), timezones=st.just(UTC)))
def test_the_day_ends_within_a_day(now: datetime) -> None:
    if now.year > 9000:
        return
    seconds = until_midnight(now)
    assert 0 < seconds <= 86_400
    end = (now + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=8)))
    assert (end.hour, end.minute, end.second) in ((0, 0, 0), (23, 59, 59))


def test_secrets_are_not_shown() -> None:
    assert "hush" not in repr(Shop(1, code=SecretStr("hush"), refresh_token=SecretStr("hush")))
    assert "hush" not in repr(ShopeeAccess(1, SecretStr("hush"), ""))
