"""A source that is slow, huge, circular or elsewhere is cut off, whichever it is."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import httpx
import pytest

from ethnography.adapters.source_states import MongoSourceStates
from ethnography.adapters.web import Deadline, Limits, Pace, Web
from ethnography.adapters.web.addresses import PublicOnly
from ethnography.ports import SourceError
from source_server.running import RunningSources

from .conftest import Make, a_fault, collected

FIRST_DATA_PATH = {
    "reddit": "/new",
    "appstore": "/rss/",
    "googleplay": "/batchexecute",
    "shopee": "/get_comment",
}
#: Seconds between two requests, as documented.
RULES = {"reddit": 60 / 60, "appstore": 60 / 20, "googleplay": 2.0, "shopee": 1.0}
EACH_SOURCE = pytest.mark.parametrize("name", FIRST_DATA_PATH)


@EACH_SOURCE
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("hang", "did not answer in time"),
        ("drip", "did not answer in time"),
        ("huge", "more than 0.2 MB"),
        ("gzip_bomb", "more than 0.2 MB"),
        ("broken_gzip", "cannot be unpacked"),
        ("disconnect", "broke off in the middle"),
        ("redirect", "redirects elsewhere|not there"),
    ],
)
async def test_what_never_ends_or_leads_away_is_cut_off(
    make: Make, server: RunningSources, name: str, kind: str, reason: str
) -> None:
    server.control(faults=[a_fault(kind, path=FIRST_DATA_PATH[name], times=None)])
    seconds = 0.1 if kind in ("hang", "drip") else 5
    found = await collected(make(name, sources_timeout_seconds=seconds, sources_max_bytes=200_000))
    assert found.error is not None
    assert found.error.state == "failing"
    assert any(one in str(found.error) for one in reason.split("|"))
    assert len(server.log(FIRST_DATA_PATH[name])) <= 3


@EACH_SOURCE
@pytest.mark.parametrize("status", [200, 403])
async def test_a_web_page_where_json_is_due_is_a_failure(
    make: Make, server: RunningSources, name: str, status: int
) -> None:
    page = a_fault(
        "body",
        path=FIRST_DATA_PATH[name],
        body="<!doctype html><p>Log in</p>",
        status=status,
        times=None,
        headers={"content-type": "application/json"},
    )
    server.control(faults=[page])
    found = await collected(make(name))
    assert found.error is not None
    assert found.posts == []


@EACH_SOURCE
async def test_json_of_another_shape_is_a_failure(
    make: Make, server: RunningSources, name: str
) -> None:
    for body in ("[]", "null", '{"feed": 3, "data": [], "response": "x"}', "[" * 100_000):
        server.control(faults=[a_fault("body", path=FIRST_DATA_PATH[name], body=body, times=None)])
        found = await collected(make(name))
        assert found.error is not None, body[:50]
        assert found.error.state in ("failing", "throttled")


@EACH_SOURCE
async def test_a_failing_server_is_asked_three_times(
    make: Make, server: RunningSources, name: str
) -> None:
    fault = a_fault("body", path=FIRST_DATA_PATH[name], status=503, body="<html>", times=2)
    server.control(faults=[fault])
    assert (await collected(make(name))).posts
    server.control(faults=[{**fault, "times": None}])
    found = await collected(make(name))
    assert "HTTP 503" in str(found.error)
    assert len(server.log(FIRST_DATA_PATH[name])) == 3


@EACH_SOURCE
async def test_a_cursor_that_leads_in_a_circle_is_followed_once(
    make: Make, server: RunningSources, name: str
) -> None:
    server.control(loop=True)
    found = await collected(make(name))
    assert found.posts
    assert len(server.log(FIRST_DATA_PATH[name])) == 2
    circle = name in ("reddit", "googleplay")  # Shopee ends its lists so; Apple counts pages
    assert ("circle" in str(found.error)) == circle


@pytest.mark.parametrize("name", ["reddit", "appstore", "shopee"])
async def test_a_short_wait_is_waited(make: Make, server: RunningSources, name: str) -> None:
    fault = a_fault("body", path=FIRST_DATA_PATH[name], status=429, headers={"retry-after": "0.05"})
    server.control(faults=[fault])
    found = await collected(make(name))
    assert found.error is None
    first, second = server.log(FIRST_DATA_PATH[name])[:2]
    assert second["time"] - first["time"] > 0.04


@EACH_SOURCE
async def test_a_long_wait_is_kept_by_all_workers(
    make: Make, server: RunningSources, states: MongoSourceStates, name: str
) -> None:
    fault = a_fault("body", path=FIRST_DATA_PATH[name], status=429, headers={"retry-after": "7200"})
    server.control(faults=[fault])
    found = await collected(make(name))
    assert found.error is not None
    assert found.error.state == "throttled"
    asked = len(server.log())

    again = await collected(make(name))  # another worker: it shares the database and nothing else

    assert again.error is not None
    assert again.error.state == "throttled"
    assert "left alone until" in str(again.error)
    assert len(server.log()) == asked
    over = datetime.now(UTC) - timedelta(seconds=1)
    await states.save(f"{name}/rest", {"until": over.isoformat()})
    assert (await collected(make(name))).posts


@EACH_SOURCE
async def test_a_refresh_ends_with_its_time(make: Make, server: RunningSources, name: str) -> None:
    server.control(faults=[a_fault("hang", path=FIRST_DATA_PATH[name], times=None)])
    found = await collected(make(name, sources_max_seconds=0.1, sources_timeout_seconds=600))
    assert found.error is not None
    assert "cut off" in str(found.error) or "in time" in str(found.error)


@pytest.mark.parametrize(("name", "rule"), RULES.items())
async def test_the_pace_holds_for_all_markets_together(
    make: Make, server: RunningSources, name: str, rule: float
) -> None:
    """What is asked at once arrives apart, by the server's own clock.

    Half of the gaps' sum is demanded: the first request may be late by as much as a busy machine
    likes, and without a pace the sum would be nearly nothing.
    """
    apart = 0.03
    source = make(name, sources_wait_scale=apart / rule, sources_max_wait_seconds=600)
    again = [collected(source, market) for market in ("PH", "ID") for _ in range(2)]
    await asyncio.gather(*again)
    times = sorted(entry["time"] for entry in server.log())
    assert len(times) >= 6
    assert times[-1] - times[0] > (len(times) - 1) * apart / 2


async def test_the_product_names_itself_and_keeps_no_cookie(server: RunningSources) -> None:
    web = Web(Limits(), Pace(0.001), allow_private=True)
    setting = a_fault("body", body="{}", headers={"set-cookie": "seen=1"})
    server.control(faults=[setting])
    for _ in range(2):
        await web.send(Deadline(5), "GET", f"{server.url}/lookup")
    await web.close()
    for entry in server.log():
        assert entry["headers"]["user-agent"].startswith("suara-ethnography/")
        assert "cookie" not in entry["headers"]


async def test_no_address_is_logged(
    make: Make, server: RunningSources, caplog: pytest.LogCaptureFixture
) -> None:
    """Shopee wants its tokens in the address."""
    with caplog.at_level(logging.INFO):
        await collected(make("shopee"))
    assert server.log("/get_comment")
    assert "access_token" not in caplog.text


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
async def test_a_name_that_leads_to_a_private_address_is_refused(
    server: RunningSources, address: str
) -> None:
    async def resolve(*_: object) -> list[object]:
        return [ip_address("8.8.8.8"), ip_address(address)]

    transport = PublicOnly(httpx.create_ssl_context(), resolve=resolve)
    port = server.url.rpartition(":")[2]
    with pytest.raises(SourceError, match="private address"):
        await transport.handle_async_request(
            httpx.Request("GET", f"http://harmless.example:{port}/lookup")
        )
    assert server.log() == []


async def test_production_settings_do_not_reach_this_machine(server: RunningSources) -> None:
    web = Web(Limits(), Pace(0.001))
    with pytest.raises(SourceError, match="private address"):
        await web.send(Deadline(5), "GET", server.url.replace("127.0.0.1", "localhost"))
    await web.close()
    assert server.log() == []
