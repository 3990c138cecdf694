"""Google Play's reviews, played back."""

import json
from urllib.parse import parse_qs

import pytest

from source_server.playback import FIXTURES, recorded
from source_server.running import RunningSources

from .conftest import Make, a_fault, collected, playing

PATH = "/_/PlayStoreUi/data/batchexecute"


async def test_reviews_of_both_pages_are_read_once(make: Make) -> None:
    found = await collected(make("googleplay"))

    assert found.error is None
    assert len(found.posts) == 10  # 11 rows, one of them without a text, one twice
    assert len(set(found.ids)) == 10
    scam = found.text("scam link")
    assert scam.id == "googleplay:3c0e9b1a-1111-4a6b-9d11-000000000005"
    assert scam.about == "GCash"
    assert scam.stars == 1
    assert scam.engagement == 301
    assert scam.url is not None
    assert scam.url.startswith("https://play.google.com/store/apps/details?id=com.globe.gcash")


async def test_names_and_answers_of_the_makers_are_not_read(make: Make) -> None:
    found = await collected(make("googleplay"))
    everything = " ".join(post.model_dump_json() for post in found.posts)
    for unwanted in ("Maria Invented", "play-lh.googleusercontent", "pasensya na po sa abala"):
        assert unwanted not in everything


async def test_the_request_is_the_recorded_one(make: Make, server: RunningSources) -> None:
    lines = (FIXTURES / "googleplay_request_body.txt").read_text().splitlines()
    bodies = [line for line in lines if line.startswith("f.req=")]
    await collected(make("googleplay"))
    log = server.log(PATH)
    assert [entry["body"] for entry in log] == bodies
    assert [entry["query"] for entry in log] == [{"hl": "fil", "gl": "ph"}] * 2
    assert log[0]["headers"]["content-type"].startswith("application/x-www-form-urlencoded")


async def test_every_language_of_the_market_is_asked_for(
    make: Make, server: RunningSources
) -> None:
    found = await collected(make("googleplay", play_languages={"PH": ["fil", "en"]}))
    assert [entry["query"]["hl"] for entry in server.log(PATH)] == ["fil", "fil", "en", "en"]
    assert len(found.posts) == 10  # the country filters nothing: the same come again


async def test_a_token_that_leads_to_nothing_is_the_end(make: Make, server: RunningSources) -> None:
    found = await collected(make("googleplay"), "ID")
    assert found.error is None
    assert len(found.posts) == 6
    assert len(server.log(PATH)) == 2


async def test_no_reviews_are_no_failure(make: Make, server: RunningSources) -> None:
    found = await collected(make("googleplay"), "VN")
    assert (found.posts, found.error) == ([], None)


@pytest.mark.parametrize("file", ["googleplay_error_playdata.txt", "googleplay_null_payload.txt"])
async def test_a_soft_error_keeps_the_token(make: Make, server: RunningSources, file: str) -> None:
    server.control(faults=[playing(file, path=PATH, after=1, times=3)])
    found = await collected(make("googleplay"))
    assert found.error is None
    assert len(found.posts) == 10
    first, *others = [parse_qs(entry["body"])["f.req"][0] for entry in server.log(PATH)]
    assert "invented_token_page2" not in first
    assert len(others) == 4
    assert len(set(others)) == 1


async def test_soft_errors_without_end_are_a_failure(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("googleplay_error_playdata.txt", path=PATH, times=None)])
    found = await collected(make("googleplay"))
    assert found.error is not None
    assert "status 5" in str(found.error)
    assert len(server.log(PATH)) == 4  # 5, 10 and 15 s apart, outside of tests


async def test_a_captcha_gives_it_hours_of_rest(make: Make, server: RunningSources) -> None:
    server.control(faults=[playing("googleplay_429_sorry.html", path=PATH, times=None)])
    found = await collected(make("googleplay"))
    assert found.error is not None
    assert found.error.state == "throttled"
    assert "left alone until" in str((await collected(make("googleplay"))).error)
    assert len(server.log(PATH)) == 1


async def test_chunks_with_their_lengths_are_read(make: Make, server: RunningSources) -> None:
    """As with `rt=c`. The lengths count differently from language to language: they are ignored."""
    rows = json.loads(recorded("googleplay_gcash_p2_last.txt").body.decode().removeprefix(")]}'"))
    chunks = [[rows[0]], rows[1:]]
    body = ")]}'\n\n" + "".join(f"{7}\n{json.dumps([chunk])[1:-1]}\n" for chunk in chunks)
    server.control(faults=[a_fault("body", path=PATH, body=body)])
    found = await collected(make("googleplay"))
    assert found.error is None
    assert len(found.posts) == 5


async def test_rows_that_do_not_fit_are_left_out(make: Make, server: RunningSources) -> None:
    good = ["id-1", ["Somebody"], 5, None, "Good app", [1794995000, 0], 3]
    odd = [[], None, "x", ["id-2"], ["id-3", [], 9, None, "nine stars", [1794995000, 0], 0]]
    payload = json.dumps([[good, *odd], None])
    body = ")]}'\n" + json.dumps([["wrb.fr", "oCPfdb", payload, None, None, None, "generic"]])
    server.control(faults=[a_fault("body", path=PATH, body=body)])
    assert (await collected(make("googleplay"))).ids == ["id-1"]


async def test_it_cannot_tell_what_is_gone(make: Make) -> None:
    assert not await make("googleplay").gone(["googleplay:x"])
