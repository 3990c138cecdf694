"""Shopee's Open Platform, played back by a server that checks signatures and tokens."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ethnography.adapters.source_states import MongoSourceStates
from ethnography.adapters.sources import configured_sources
from source_server.running import RunningSources
from source_server.shopee_shop import CODE

from .conftest import SHOP, Make, a_fault, collected, everything_on, playing

COMMENTS = "/get_comment"
REFRESH = "/auth/access_token/get"


async def test_comments_of_both_pages_are_read(make: Make, server: RunningSources) -> None:
    found = await collected(make("shopee"))

    assert found.error is None
    # 10, of which one is a rating without a word and one is hidden
    assert len(found.posts) == 8
    thin = found.text("Manipis ang tela")
    assert thin.id == "shopee:90000000004"
    assert thin.about == "Shopee"
    assert thin.stars == 2
    assert thin.url == f"https://shopee.ph/product/{SHOP}/16500001"
    assert "90000000007" in found.ids  # which comes as a string
    first, second = server.log(COMMENTS)
    assert (first["query"]["cursor"], second["query"]["cursor"]) == ("", "5")
    assert first["query"]["page_size"] == "100"
    assert first["query"]["item_id"] == "16500001"


async def test_order_numbers_buyers_and_replies_are_dropped(make: Make) -> None:
    found = await collected(make("shopee"))
    everything = " ".join(post.model_dump_json() for post in found.posts)
    for unwanted in ("2611", "b*****", "Sorry po", "Thank you!", "Paki text ako"):
        assert unwanted not in everything


async def test_a_shop_of_another_market(make: Make) -> None:
    found = await collected(make("shopee"), "ID")
    assert found.error is None
    assert len(found.posts) == 5
    assert make("shopee").serves("VN") is False


async def test_without_items_the_whole_shop_is_read(make: Make, server: RunningSources) -> None:
    whole = make("shopee", shopee_shops={"PH": [{"id": SHOP, "about": "My shop"}]})
    found = await collected(whole)
    assert (found.posts, found.error) == ([], None)  # the recorded answer is empty
    [asked] = server.log(COMMENTS)
    assert "item_id" not in asked["query"]


async def test_the_tokens_are_kept_for_the_next_refresh(
    make: Make, server: RunningSources, states: MongoSourceStates
) -> None:
    await collected(make("shopee"))
    await collected(make("shopee"))
    assert len(server.log(REFRESH)) == 1
    kept = await states.load(f"shopee/tokens/{SHOP}")
    assert kept["refresh_token"] == "5b5c6d-invented-refresh-2-1"


async def test_an_authorisation_code_is_used_once(make: Make, server: RunningSources) -> None:
    settings: dict[str, Any] = {"shopee_tokens": {}, "shopee_codes": {str(SHOP): CODE}}
    await collected(make("shopee", **settings))
    found = await collected(make("shopee", **settings))
    assert found.error is None
    assert len(server.log("/auth/token/get")) == 1


async def test_a_refused_token_is_renewed_once_with_the_newest_refresh_token(
    make: Make, server: RunningSources
) -> None:
    await collected(make("shopee"))
    # All tokens of before are void, but for the refresh token that was stored.
    server.control(shopee_refresh_token="5b5c6d-invented-refresh-2-1")
    found = await collected(make("shopee"))
    assert found.error is None
    [renewal] = server.log(REFRESH)
    assert "5b5c6d-invented-refresh-2-1" in renewal["body"]
    assert len(server.log(COMMENTS)) == 2  # refused, then read; nothing is new on its first page


@pytest.mark.parametrize("code", ["error_auth", "invalid_acceess_token", "invalid_access_token"])
async def test_a_token_that_never_serves_is_a_failure(
    make: Make, server: RunningSources, code: str
) -> None:
    fault = a_fault("body", path=COMMENTS, body=f'{{"error": "{code}"}}', status=403, times=None)
    server.control(faults=[fault])
    found = await collected(make("shopee"))
    assert "refuses a token" in str(found.error)
    assert len(server.log(COMMENTS)) == 2


class ForgetfulStates:
    """A database that fails when a token is to be stored."""

    def __init__(self, states: MongoSourceStates) -> None:
        self._states = states

    async def load(self, key: str) -> Mapping[str, Any]:
        return await self._states.load(key)

    async def save(self, key: str, state: Mapping[str, Any]) -> None:
        if "tokens" in key:
            raise ConnectionError("away")
        await self._states.save(key, state)


async def test_a_new_token_is_not_used_before_it_is_stored(
    server: RunningSources, states: MongoSourceStates
) -> None:
    sources = configured_sources(everything_on(server.url), ForgetfulStates(states))
    shopee = next(source for source in sources.live if source.name == "shopee")
    with pytest.raises(ConnectionError):
        await collected(shopee)
    await sources.close()
    assert len(server.log(REFRESH)) == 1
    assert server.log(COMMENTS) == []


async def test_a_lost_answer_is_not_asked_for_again_with_a_spent_token(
    make: Make, server: RunningSources
) -> None:
    server.control(faults=[a_fault("disconnect", path=REFRESH)])
    found = await collected(make("shopee"))
    assert found.error is not None
    assert len(server.log(REFRESH)) == 1


async def test_a_spent_authorisation_wants_a_new_one(make: Make, server: RunningSources) -> None:
    server.control(shopee_refresh_token="another")
    found = await collected(make("shopee"))
    assert "authorise it again" in str(found.error)
    assert "SUARA_SHOPEE_TOKENS" in str(found.error)
    renewed = await collected(make("shopee", shopee_tokens={str(SHOP): "another"}))
    assert renewed.error is None
    assert renewed.posts


async def test_a_new_authorisation_ends_the_life_of_stored_tokens(
    make: Make, server: RunningSources
) -> None:
    await collected(make("shopee"))
    server.control(shopee_refresh_token="given-later")
    found = await collected(make("shopee", shopee_tokens={str(SHOP): "given-later"}))
    assert found.error is None
    [renewal] = server.log(REFRESH)
    assert "given-later" in renewal["body"]


async def test_stored_tokens_serve_when_the_first_is_not_given_any_more(make: Make) -> None:
    await collected(make("shopee"))
    found = await collected(make("shopee", shopee_tokens={}))
    assert found.error is None
    assert found.posts


async def test_a_shop_without_authorisation_stops_no_other(
    make: Make, server: RunningSources
) -> None:
    shops = {"PH": [{"id": 7}, {"id": SHOP, "items": [16500001]}]}
    found = await collected(make("shopee", shopee_shops=shops))
    assert found.error is None
    assert found.posts


@pytest.mark.parametrize(
    ("file", "state", "reason", "requests"),
    [
        ("shopee_open_error_sign.json", "failing", "SUARA_SHOPEE_PARTNER_KEY", 1),
        ("shopee_open_error_ip.json", "failing", "Shopee's console", 1),
        ("shopee_open_error_permission.json", "failing", "this kind of app", 1),
        ("shopee_open_error_param.json", "failing", "error_param", 1),
        ("shopee_open_error_item.json", "failing", "not there", 1),
        ("shopee_open_error_busy.json", "failing", "busy", 3),
        ("shopee_open_error_daily_limit.json", "throttled", "no more calls", 1),
    ],
)
async def test_the_error_code_decides(
    make: Make, server: RunningSources, file: str, state: str, reason: str, requests: int
) -> None:
    server.control(faults=[playing(file, path=COMMENTS, times=None)])
    found = await collected(make("shopee"))
    assert found.error is not None
    assert found.error.state == state
    assert reason in str(found.error)
    assert "203.0.113.7" not in str(found.error)
    assert len(server.log(COMMENTS)) == requests


async def test_the_status_does_not_matter(make: Make, server: RunningSources) -> None:
    for status in (200, 403, 500):
        body = '{"error": "error_sign", "message": "Wrong sign."}'
        server.control(faults=[a_fault("body", path=COMMENTS, body=body, status=status)])
        assert "signature" in str((await collected(make("shopee"))).error)


async def test_a_rate_limit_is_waited_out(make: Make, server: RunningSources) -> None:
    fault = a_fault("body", path=COMMENTS, body='{"error": "error_rate_limit"}', times=2)
    server.control(faults=[fault])
    assert (await collected(make("shopee"))).error is None
    server.control(faults=[{**fault, "times": None}])
    error = (await collected(make("shopee"))).error
    assert error is not None
    assert error.state == "throttled"


async def test_the_daily_limit_lasts_until_midnight_in_singapore(
    make: Make, server: RunningSources, states: MongoSourceStates
) -> None:
    server.control(faults=[playing("shopee_open_error_daily_limit.json", path=COMMENTS)])
    await collected(make("shopee"))
    until = datetime.fromisoformat((await states.load("shopee/rest"))["until"])
    assert timedelta(0) < until - datetime.now(UTC) <= timedelta(days=1)
    assert abs((until - until.replace(hour=16, minute=0, second=0)).total_seconds()) < 60


async def test_an_item_that_is_gone_stops_no_other(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("shopee_open_error_item.json", path=COMMENTS)])
    two = make("shopee", shopee_shops={"PH": [{"id": SHOP, "items": [1, 16500001]}]})
    found = await collected(two)
    assert found.error is None
    assert found.posts


async def test_a_blank_cursor_is_the_end_though_more_is_promised(
    make: Make, server: RunningSources
) -> None:
    for cursor in ('""', '"  "', "null"):
        response = f'{{"item_comment_list": [], "more": true, "next_cursor": {cursor}}}'
        body = f'{{"error": "", "response": {response}}}'
        server.control(faults=[a_fault("body", path=COMMENTS, body=body)])
        found = await collected(make("shopee"))
        assert found.error is None
        assert len(server.log(COMMENTS)) == 1


async def test_no_reason_holds_a_token(make: Make, server: RunningSources) -> None:
    server.control(faults=[a_fault("hang", path=COMMENTS, times=None)])
    found = await collected(make("shopee", sources_timeout_seconds=0.1))
    assert "invented" not in str(found.error)


async def test_it_cannot_tell_what_is_gone(make: Make) -> None:
    assert not await make("shopee").gone(["shopee:90000000001"])
