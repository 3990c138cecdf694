"""Reddit's Data API, played back."""

import json
from datetime import UTC, datetime

import pytest

from ethnography.ports import SourceError
from source_server.running import RunningSources

from .conftest import Make, a_fault, collected, playing


async def test_new_posts_and_comments_are_read(make: Make, server: RunningSources) -> None:
    found = await collected(make("reddit"))

    assert found.error is None
    assert len(found.ids) == len(set(found.ids))
    down = found.text("GCash down na naman")
    assert down.id == "reddit:t3_1px1a1"
    assert down.market == "PH"
    assert down.stars is None
    assert down.about is None
    assert down.engagement == 412
    assert down.observed_at == datetime.fromtimestamp(1794996400, UTC)
    # Without the title that Reddit's own links carry.
    assert down.url == "https://www.reddit.com/comments/1px1a1"
    comment = found.text("Try mo bank app")
    assert comment.id == "reddit:t1_nk3c3"
    assert comment.url == "https://www.reddit.com/comments/1px1a1/_/nk3c3"
    assert found.text("Okay naman sakin").engagement == 0
    assert found.text("& never looked back")
    assert found.text("Sana all may signal")  # out of morechildren


async def test_pinned_removed_deleted_and_official_texts_are_not(make: Make) -> None:
    found = await collected(make("reddit"))
    everything = " ".join(post.text for post in found.posts)
    for unwanted in ("Weekly help", "[removed]", "[deleted]", "Removed by", "I am a bot"):
        assert unwanted not in everything


async def test_authors_are_not_read(make: Make) -> None:
    found = await collected(make("reddit"))
    everything = " ".join(post.model_dump_json() for post in found.posts)
    for author in ("kape_at_pandesal", "tita_of_qc", "advisory_pls", "t2_"):
        assert author not in everything


async def test_every_page_is_asked_for_as_reddit_wants_it(
    make: Make, server: RunningSources
) -> None:
    await collected(make("reddit"))
    first, second = server.log("/r/Philippines/new")
    assert first["query"] == {"limit": "100", "raw_json": "1"}
    assert second["query"] == {"limit": "100", "raw_json": "1", "after": "t3_1px6f6"}
    assert first["headers"]["user-agent"] == "linux:suara-test:0.1 (by /u/suara_test)"
    [more] = server.log("/api/morechildren")
    assert more["query"] == {"raw_json": "1"}
    assert "children=nk9i9%2Cnkaj1%2Cnkbk2%2Cnkcl3" in more["body"]
    assert "link_id=t3_1px1a1" in more["body"]


async def test_brands_are_searched_for(make: Make, server: RunningSources) -> None:
    found = await collected(make("reddit"), "ID")
    assert found.error is None
    search, *_ = server.log("/r/indonesia/search")
    wanted = {"q": "gojek", "restrict_sr": "1", "sort": "new", "t": "week"}
    assert search["query"] == {**wanted, "limit": "100", "raw_json": "1"}
    assert found.posts
    assert {post.market for post in found.posts} == {"ID"}


async def test_an_empty_listing_is_no_failure(make: Make) -> None:
    found = await collected(make("reddit"), "VN")
    assert (found.posts, found.error) == ([], None)


async def test_a_second_refresh_reads_one_page(make: Make, server: RunningSources) -> None:
    await collected(make("reddit"))
    server.control()
    again = await collected(make("reddit"))
    assert again.error is None
    assert len(server.log("/new")) == 1
    assert server.log("/comments/") == []  # nothing grew


async def test_a_listing_that_broke_off_is_read_again(make: Make, server: RunningSources) -> None:
    server.control(
        faults=[a_fault("body", path="/new", after=1, times=None, status=500)],
        reddit_rate_headers=False,
    )
    first = await collected(make("reddit"))
    assert "HTTP 500" in str(first.error)
    assert first.posts  # what came before is good
    server.control()
    assert len((await collected(make("reddit"))).posts) > len(first.posts)


async def test_the_token_is_asked_for_once_and_shared(make: Make, server: RunningSources) -> None:
    await collected(make("reddit"))
    await collected(make("reddit"), "ID")
    [asked] = server.log("/api/v1/access_token")
    assert asked["body"] == "grant_type=client_credentials"


async def test_an_expired_token_is_renewed_once(make: Make, server: RunningSources) -> None:
    """The recorded server gives the same token again, which it then takes."""
    server.control(faults=[playing("reddit_401_expired.json", path="/new")])
    found = await collected(make("reddit"))
    assert found.posts
    assert len(server.log("/api/v1/access_token")) == 2


async def test_a_token_that_never_serves_is_a_failure(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("reddit_401_expired.json", path="/new", times=None)])
    found = await collected(make("reddit"))
    assert "HTTP 401" in str(found.error)
    assert len(server.log("/new")) == 2


async def test_wrong_credentials_are_not_tried_again(make: Make, server: RunningSources) -> None:
    found = await collected(make("reddit", reddit_client_secret="wrong"))
    assert found.error is not None
    assert found.error.state == "failing"
    assert "SUARA_REDDIT_CLIENT_SECRET" in str(found.error)
    assert "wrong" not in str(found.error)
    assert len(server.log()) == 1


async def test_an_oauth_error_with_status_200_is_one(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("reddit_token_200_error.json", path="access_token")])
    found = await collected(make("reddit"))
    assert "unsupported_grant_type" in str(found.error)


async def test_a_banned_subreddit_stops_no_other(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("reddit_404_banned.json", path="/r/gone/", times=None)])
    both = make("reddit", reddit_subreddits={"PH": ["gone", "Philippines"]})
    found = await collected(both)
    assert found.error is None
    assert found.posts
    assert len(server.log("/r/gone/")) == 1

    alone = await collected(make("reddit", reddit_subreddits={"PH": ["gone"]}))
    assert str(alone.error) == "r/gone: banned"


async def test_a_private_subreddit_and_one_that_never_was_are_gone(
    make: Make, server: RunningSources
) -> None:
    private = a_fault("body", path="/r/secret/", status=403, body='{"reason": "private"}')
    nowhere = a_fault("redirect", path="/r/nowhere/", location="/subreddits/search?q=nowhere")
    server.control(faults=[private, nowhere])
    found = await collected(make("reddit", reddit_subreddits={"PH": ["secret", "nowhere"]}))
    assert str(found.error) == "r/secret: private; r/nowhere: not there"
    assert server.log("/subreddits/search") == []


async def test_being_blocked_is_not_the_subreddits_fault(
    make: Make, server: RunningSources
) -> None:
    server.control(faults=[playing("reddit_403_blocked.html", path="/r/", times=None)])
    found = await collected(make("reddit"))
    assert str(found.error) == "refuses (HTTP 403)"


async def test_a_login_page_is_a_failure(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("reddit_200_login.html", path="/r/", times=None)])
    assert "a web page" in str((await collected(make("reddit"))).error)


async def test_too_many_requests_wait_for_the_reset(make: Make, server: RunningSources) -> None:
    """137 s by the recorded header, which is longer than a refresh waits."""
    server.control(faults=[playing("reddit_429.json", path="/r/", times=None)])
    found = await collected(make("reddit"))
    assert found.error is not None
    assert found.error.state == "throttled"
    assert len(server.log("/r/")) == 1


async def test_when_nothing_remains_the_next_request_waits(
    make: Make, server: RunningSources
) -> None:
    headers = {"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "0.3"}
    server.control(faults=[playing("reddit_new_philippines_p1.json", path="/new", headers=headers)])
    await collected(make("reddit"))
    first, second = server.log("/new")
    assert second["time"] - first["time"] > 0.25


async def test_a_503_is_tried_again(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("reddit_503.html", path="/r/", times=2)])
    assert (await collected(make("reddit"))).error is None


async def test_a_deleted_thread_stops_nothing(make: Make, server: RunningSources) -> None:
    """The recorded server knows one of the threads only."""
    found = await collected(make("reddit"))
    assert len([entry for entry in server.log("/comments/") if entry["status"] == 404]) > 1
    assert found.error is None


async def test_deleted_and_removed_texts_are_found_out(make: Make, server: RunningSources) -> None:
    def thing(name: str, **data: object) -> dict[str, object]:
        return {"kind": name[:2], "data": {"name": name, "created_utc": 1.0, **data}}

    children = [
        thing("t3_1px1a1", title="GCash down", selftext="still"),
        thing("t3_1px2b2", title="Worth it", selftext="[deleted]"),
        thing("t1_nk1a1", body="[removed]"),
        thing("t1_nk2b2", body="still"),
    ]
    listing = json.dumps({"kind": "Listing", "data": {"children": children}})
    server.control(faults=[a_fault("body", path="/api/info", body=listing)])
    names = ["t3_1px1a1", "t3_1px2b2", "t1_nk1a1", "t1_nk2b2", "t1_unknown"]

    gone = await make("reddit").gone([f"reddit:{name}" for name in names])

    assert set(gone) == {"reddit:t3_1px2b2", "reddit:t1_nk1a1", "reddit:t1_unknown"}
    [asked] = server.log("/api/info")
    assert asked["query"] == {"id": ",".join(names), "raw_json": "1"}


async def test_a_hundred_texts_are_asked_for_at_once(make: Make, server: RunningSources) -> None:
    listing = {"data": {"children": [{"kind": "t1", "data": {"name": "t1_0", "created_utc": 1}}]}}
    body = json.dumps(listing)
    server.control(faults=[a_fault("body", path="/api/info", body=body, times=None)])
    await make("reddit").gone([f"reddit:t1_{number}" for number in range(150)])
    assert [len(entry["query"]["id"].split(",")) for entry in server.log("/api/info")] == [100, 50]


async def test_nothing_at_all_is_not_believed(make: Make) -> None:
    """The recorded server answers with an empty listing."""
    source = make("reddit")
    assert await source.gone(["reddit:t1_abc"]) == {"reddit:t1_abc"}
    with pytest.raises(SourceError, match="not believed"):
        await source.gone([f"reddit:t1_{number}" for number in range(100)])
