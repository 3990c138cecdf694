"""Apple's review feed, played back."""

import json
from datetime import UTC, datetime
from typing import Any

from source_server.playback import recorded
from source_server.running import RunningSources

from .conftest import Make, a_fault, collected, playing


async def test_reviews_of_both_pages_are_read_once(make: Make, server: RunningSources) -> None:
    found = await collected(make("appstore"))

    assert found.error is None
    assert sorted(map(int, found.ids)) == list(range(13300000001, 13300000011))
    scam = found.text("nagpanggap")
    assert scam.text.startswith("Scam alert\nMay tumawag")
    assert scam.about == "GCash"
    assert scam.stars == 1
    assert scam.engagement == 11
    assert scam.observed_at == datetime(2026, 11, 15, 10, 30, tzinfo=UTC)
    assert scam.url == "https://apps.apple.com/ph/app/id520020791"
    assert [entry["path"] for entry in server.log("/rss/")] == [
        f"/ph/rss/customerreviews/page={page}/id=520020791/sortby=mostrecent/json"
        for page in (1, 2)  # the number of the last page says that there is no third
    ]


async def test_titles_are_not_said_twice_and_line_ends_are_plain(make: Make) -> None:
    found = await collected(make("appstore"))
    assert found.text("BEST").text == "BEST APP"
    assert found.text("dating home").text == (
        "Sana ibalik ang dating home screen.\nAng daming ads ngayon, hirap hanapin ang Send."
    )


async def test_authors_are_not_read(make: Make) -> None:
    everything = " ".join(
        post.model_dump_json() for post in (await collected(make("appstore"))).posts
    )
    for author in ("imbentong_user1", "sample.tita", "/reviews/id"):
        assert author not in everything


async def test_each_market_has_its_own_app(make: Make) -> None:
    found = await collected(make("appstore"), "ID")
    assert found.error is None
    assert {post.about for post in found.posts} == {"Gojek"}
    assert {post.market for post in found.posts} == {"ID"}


async def test_a_second_refresh_reads_one_page(make: Make, server: RunningSources) -> None:
    await collected(make("appstore"))
    server.control()
    assert (await collected(make("appstore"))).error is None
    assert len(server.log("/rss/")) == 1


async def test_old_reviews_are_not_asked_for(make: Make, server: RunningSources) -> None:
    recent = await collected(make("appstore"), since=datetime(2026, 11, 15, tzinfo=UTC))
    assert {post.observed_at.day for post in recent.posts} == {15, 16, 17, 18}
    later = await collected(make("appstore"), since=datetime(2026, 11, 30, tzinfo=UTC))
    assert later.posts == []


async def test_an_app_that_the_store_does_not_have_stops_no_other(
    make: Make, server: RunningSources
) -> None:
    both = make("appstore", apple_apps={"PH": {"1": "Nothing", "520020791": "GCash"}})
    found = await collected(both)
    assert found.error is None
    assert found.posts
    alone = await collected(make("appstore", apple_apps={"PH": {"1": "Nothing"}}))
    assert str(alone.error) == "Nothing (1): unknown to this store"
    assert len(server.log("id=1/")) == 2


def feed(file: str = "appstore_gcash_ph_p1.json", **changes: Any) -> str:
    found = json.loads(recorded(file).body)
    found["feed"] |= changes
    found["feed"] = {key: value for key, value in found["feed"].items() if value is not None}
    return json.dumps(found)


async def test_empty_without_links_is_a_hiccup(make: Make, server: RunningSources) -> None:
    hiccup = a_fault("body", path="page=1", body=feed(entry=None, link=None), times=2)
    server.control(faults=[hiccup])
    assert len((await collected(make("appstore"))).posts) == 10
    server.control(faults=[{**hiccup, "times": None}])
    assert str((await collected(make("appstore"))).error) == "keeps answering with empty pages"
    assert len(server.log("/rss/")) == 3


async def test_a_single_review_comes_as_an_object(make: Make, server: RunningSources) -> None:
    entry = json.loads(recorded("appstore_gcash_ph_p1.json").body)["feed"]["entry"][0]
    server.control(faults=[a_fault("body", path="page=1", body=feed(entry=entry))])
    found = await collected(make("appstore"))
    assert "13300000001" in found.ids


async def test_the_app_itself_is_no_review(make: Make, server: RunningSources) -> None:
    entries = json.loads(recorded("appstore_gcash_ph_p1.json").body)["feed"]["entry"]
    app = {"im:name": {"label": "GCash"}, "id": {"label": "https://itunes.apple.com/ph/app/1"}}
    broken = [{**entries[0], "im:rating": {"label": "many"}}, {**entries[0], "id": None}, "x"]
    body = feed(entry=[app, *broken, *entries[1:]])
    server.control(faults=[a_fault("body", path="page=1", body=body)])
    found = await collected(make("appstore"))
    assert found.error is None
    assert len(found.posts) == 9


async def test_after_the_last_page_comes_nothing(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("appstore_end_of_feed.json", path="page=2", times=None)])
    found = await collected(make("appstore"))
    assert found.error is None
    assert len(found.posts) == 6
    assert len(server.log("/rss/")) == 2


async def test_an_empty_page_before_the_last_is_not_the_end(
    make: Make, server: RunningSources
) -> None:
    server.control(faults=[playing("appstore_end_of_feed.json", path="page=1")])
    found = await collected(make("appstore"))
    assert found.error is None
    assert len(found.posts) == 5


async def test_no_page_after_the_tenth_is_asked_for(make: Make, server: RunningSources) -> None:
    """Links that name no last page: only emptiness or the limit ends it."""
    endless = feed(link=[{"attributes": {"rel": "self", "href": "https://example.org/x"}}])
    server.control(faults=[a_fault("body", path="/rss/", body=endless, times=None)])
    found = await collected(make("appstore", sources_max_pages=100))
    assert found.error is None
    assert len(server.log("/rss/")) == 10


async def test_a_403_means_throttled(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("appstore_403_throttled.html", path="page=2", times=None)])
    found = await collected(make("appstore"))
    assert found.error is not None
    assert found.error.state == "throttled"
    assert len(found.posts) == 6  # the first page is good
    assert len(server.log("page=2")) == 1
    asked = len(server.log())
    assert "left alone" in str((await collected(make("appstore"))).error)
    assert len(server.log()) == asked


async def test_a_400_is_a_failure(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("appstore_400_page11.txt", path="page=2", times=None)])
    assert str((await collected(make("appstore"))).error) == "refuses (HTTP 400)"


async def test_a_503_is_tried_again(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("appstore_503.html", path="page=2", times=2)])
    assert len((await collected(make("appstore"))).posts) == 10


async def test_it_cannot_tell_what_is_gone(make: Make) -> None:
    assert not await make("appstore").gone(["appstore:13300000001"])
