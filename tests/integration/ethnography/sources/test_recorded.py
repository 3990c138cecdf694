"""Every recorded answer has a meaning: what a source makes of it where it asks for texts."""

import json
from typing import Any, NamedTuple

import pytest

from source_server.playback import FIXTURES
from source_server.running import RunningSources

from .conftest import Make, collected, playing

NEW, RSS, PLAY, COMMENTS = "/new", "/rss/", "/batchexecute", "/get_comment"


class Meaning(NamedTuple):
    """path: where it is played. posts: how many come of it, None where others decide as well."""

    source: str
    path: str
    posts: int | None = None
    state: str | None = None
    market: str = "PH"


MEANINGS = {
    "reddit_token_200.json": Meaning("reddit", "access_token"),
    "reddit_token_401.json": Meaning("reddit", "access_token", 0, "failing"),
    "reddit_token_200_error.json": Meaning("reddit", "access_token", 0, "failing"),
    "reddit_new_philippines_p1.json": Meaning("reddit", NEW),
    "reddit_new_philippines_p2.json": Meaning("reddit", NEW),
    "reddit_new_indonesia.json": Meaning("reddit", NEW, market="ID"),
    "reddit_search_indonesia.json": Meaning("reddit", "/search", market="ID"),
    "reddit_comments_philippines.json": Meaning("reddit", "/comments/"),
    "reddit_morechildren.json": Meaning("reddit", "/morechildren"),
    "reddit_empty_listing.json": Meaning("reddit", NEW, 0),
    "reddit_401_expired.json": Meaning("reddit", NEW, 0, "failing"),
    "reddit_404_banned.json": Meaning("reddit", NEW, 0, "failing"),
    "reddit_429.json": Meaning("reddit", NEW, 0, "throttled"),
    "reddit_403_blocked.html": Meaning("reddit", NEW, 0, "failing"),
    "reddit_200_login.html": Meaning("reddit", NEW, 0, "failing"),
    "reddit_503.html": Meaning("reddit", NEW, 0, "failing"),
    "googleplay_gcash_p1.txt": Meaning("googleplay", PLAY, 6, "failing"),  # its token, again
    "googleplay_gcash_p2_last.txt": Meaning("googleplay", PLAY, 5),
    "googleplay_gojek.txt": Meaning("googleplay", PLAY, 6, "failing", "ID"),  # the same
    "googleplay_empty_unknown_app.txt": Meaning("googleplay", PLAY, 0),
    "googleplay_null_payload.txt": Meaning("googleplay", PLAY, 0, "throttled"),
    "googleplay_error_playdata.txt": Meaning("googleplay", PLAY, 0, "throttled"),
    "googleplay_429_sorry.html": Meaning("googleplay", PLAY, 0, "throttled"),
    "appstore_gcash_ph_p1.json": Meaning("appstore", RSS, 10),  # the next page as well
    "appstore_gcash_ph_p2_last.json": Meaning("appstore", RSS, 5),
    "appstore_gojek_id.json": Meaning("appstore", RSS, 5, market="ID"),
    "appstore_end_of_feed.json": Meaning("appstore", RSS, 5),  # of the next page, the last
    "appstore_unserved_storefront.json": Meaning("appstore", RSS, 0, "failing"),
    "appstore_400_page11.txt": Meaning("appstore", RSS, 0, "failing"),
    "appstore_403_throttled.html": Meaning("appstore", RSS, 0, "throttled"),
    "appstore_503.html": Meaning("appstore", RSS, 0, "failing"),
    "shopee_open_get_comment_ph_p1.json": Meaning("shopee", COMMENTS, 8),  # the next page as well
    "shopee_open_get_comment_ph_p2.json": Meaning("shopee", COMMENTS, 5),
    "shopee_open_get_comment_id.json": Meaning("shopee", COMMENTS, 5, market="ID"),
    "shopee_open_empty.json": Meaning("shopee", COMMENTS, 0),
    "shopee_open_error_sign.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_error_auth.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_error_daily_limit.json": Meaning("shopee", COMMENTS, 0, "throttled"),
    "shopee_open_error_param.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_error_permission.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_error_ip.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_error_item.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_error_busy.json": Meaning("shopee", COMMENTS, 0, "failing"),
    "shopee_open_token_get.json": Meaning("shopee", "token/get", 8),
    "shopee_open_token_refresh.json": Meaning("shopee", "token/get", 8),
}
#: Not answers to what the sources ask.
OTHERS = {
    "googleplay_request_body.txt": "test_googleplay.py",
    "shopee_sign_vectors.json": "unit/ethnography/sources/test_shopee.py",
    "shopee_storefront_get_ratings.json": "unit/ethnography/sources/test_import_file.py",
    "shopee_storefront_end.json": "unit/ethnography/sources/test_import_file.py",
    "shopee_storefront_90309999.json": "unit/ethnography/sources/test_import_file.py",
    "appstore_lookup.json": "never asked for: the feed says itself that an app is unknown",
    "robots_disallow_all.txt": "no source reads pages",
    "robots_partial.txt": "no source reads pages",
}


def test_every_file_has_a_meaning() -> None:
    manifest: list[dict[str, Any]] = json.loads((FIXTURES / "manifest.json").read_text())
    assert {entry["file"] for entry in manifest} == {*MEANINGS, *OTHERS}


def granted(file: str) -> str:
    """The access token that a recorded answer of Shopee gives."""
    answer = (FIXTURES / file).read_text()
    return str(json.loads(answer)["access_token"]) if file.startswith("shopee_open_token") else ""


@pytest.mark.parametrize(("file", "meaning"), MEANINGS.items(), ids=list(MEANINGS))
async def test_a_recorded_answer(
    make: Make, server: RunningSources, file: str, meaning: Meaning
) -> None:
    once_or_always = None if meaning.state else 1
    server.control(
        faults=[playing(file, path=meaning.path, times=once_or_always)],
        shopee_access_token=granted(file),
    )
    found = await collected(make(meaning.source), meaning.market)
    assert (found.error and found.error.state) == meaning.state, found.error
    assert server.log(meaning.path)
    if meaning.posts is not None:
        assert len(found.posts) == meaning.posts
    elif meaning.state is None:
        assert found.posts
