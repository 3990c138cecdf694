"""Markets and their snapshots: what everybody may read, and how a refresh is asked for."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from suara.events import SnapshotRequested
from suara.markets import Signal, Snapshot, SourceHealth, bundled_snapshot, market
from suara.mongo import Database, Document

NOON = datetime(2026, 5, 11, 12, tzinfo=UTC)
REDDIT = SourceHealth(name="reddit", state="failing", reason="401", last_ok_at=NOON)
FEES = Signal(
    id="xx-brand-gcash-criticism-live-1",
    kind="brand",
    subject="GCash",
    stance="criticism",
    text="transfer fees",
    source="appstore+reddit",
    weight=0.8,
    trend="rising",
    verbatims=("reddit:t1_a", "appstore:2"),
)
PRICE = FEES.model_copy(update={"id": "xx-price-rice-1", "kind": "price", "subject": "rice"})


def document(code: str, version: str, refreshed_at: datetime) -> Document:
    snapshot = Snapshot(
        market=code,
        version=version,
        source="live",
        created_at=NOON,
        signals=(FEES, PRICE),
        sources=(REDDIT,),
    )
    return {
        "_id": f"{code}/{version}",
        "market": code,
        "refreshed_at": refreshed_at,
        "snapshot": snapshot.model_dump(mode="json"),
    }


@pytest.fixture
async def stored(database: Database) -> AsyncIterator[list[str]]:
    """Three versions for Vietnam, the newest first; other tests of this file see none."""
    versions = [f"VN-live-{uuid4().hex[:8]}" for _ in range(3)]
    documents = [
        document("VN", version, NOON - timedelta(days=age)) for age, version in enumerate(versions)
    ]
    await database.snapshots.insert_many(documents)
    yield versions
    await database.snapshots.delete_many({"market": "VN"})


async def test_markets_are_listed_with_what_is_known_of_them(api: Any, stored: list[str]) -> None:
    listed = (await api.get("/api/v1/markets")).json()

    assert [row["code"] for row in listed] == ["PH", "ID", "VN"]
    vietnam = listed[2]
    assert vietnam["country"] == "Vietnam"
    assert vietnam["currency"] == {"code": "VND", "symbol": "₫"}
    assert vietnam["grounding"] == "sourced"
    assert vietnam["languages"][0] == "Vietnamese (tiếng Việt)"
    assert vietnam["snapshot"] == {
        "version": stored[0],
        "created_at": "2026-05-11T12:00:00Z",
        "refreshed_at": "2026-05-11T12:00:00Z",
        "source": "live",
        "signals": 2,
        "sources": [
            {
                "name": "reddit",
                "state": "failing",
                "reason": "401",
                "last_ok_at": "2026-05-11T12:00:00Z",
                "verbatims": 0,
            }
        ],
    }


async def test_a_market_without_sourced_data_is_listed_once_it_has_a_snapshot(
    api: Any, database: Database
) -> None:
    await database.snapshots.insert_one(document("SG", "SG-live-1", NOON))
    try:
        listed = (await api.get("/api/v1/markets")).json()
    finally:
        await database.snapshots.delete_one({"_id": "SG/SG-live-1"})

    assert [row["code"] for row in listed] == ["PH", "ID", "VN", "SG"]
    assert (listed[3]["grounding"], listed[3]["snapshot"]["version"]) == ("plain", "SG-live-1")


@pytest.mark.parametrize("code", ["ID", "id"])
async def test_where_nothing_is_stored_the_bundled_snapshot_answers(api: Any, code: str) -> None:
    bundled = bundled_snapshot(market("ID"))

    snapshot = (await api.get(f"/api/v1/markets/{code}/snapshot")).json()
    versions = (await api.get(f"/api/v1/markets/{code}/snapshots")).json()
    same = await api.get(f"/api/v1/markets/{code}/snapshots/{bundled.version}")

    assert snapshot["refreshed_at"] is None
    assert Snapshot.model_validate(snapshot) == bundled
    assert [row["version"] for row in versions] == [bundled.version]
    assert versions[0]["signals"] == len(bundled.signals)
    assert same.json() == snapshot


async def test_the_latest_snapshot_is_shown_whole_or_by_kind(api: Any, stored: list[str]) -> None:
    whole = (await api.get("/api/v1/markets/VN/snapshot")).json()
    brands = (await api.get("/api/v1/markets/VN/snapshot?kind=brand")).json()

    assert (whole["version"], whole["market"]) == (stored[0], "VN")
    assert [Signal.model_validate(row) for row in whole["signals"]] == [FEES, PRICE]
    assert [row["id"] for row in brands["signals"]] == [FEES.id]
    assert {**brands, "signals": []} == {**whole, "signals": []}


async def test_a_newer_snapshot_is_the_latest_at_once(
    api: Any, stored: list[str], database: Database
) -> None:
    await api.get("/api/v1/markets/VN/snapshot")
    newer = document("VN", "VN-live-newer", NOON + timedelta(hours=1))
    await database.snapshots.insert_one(newer)

    assert (await api.get("/api/v1/markets/VN/snapshot")).json()["version"] == "VN-live-newer"


async def test_versions_are_listed_newest_first_page_by_page(api: Any, stored: list[str]) -> None:
    path = "/api/v1/markets/VN/snapshots"
    every = (await api.get(path)).json()
    first = (await api.get(path, params={"limit": 2})).json()
    before = first[-1]["refreshed_at"]
    second = (await api.get(path, params={"limit": 2, "before": before})).json()
    third = (await api.get(path, params={"before": second[-1]["refreshed_at"]})).json()

    assert [row["version"] for row in every] == stored
    assert (first + second, third) == (every, [])
    assert every[0]["sources"][0]["state"] == "failing"


async def test_an_older_version_can_be_read_by_its_name(api: Any, stored: list[str]) -> None:
    found = await api.get(f"/api/v1/markets/VN/snapshots/{stored[2]}?kind=price")

    assert found.json()["version"] == stored[2]
    assert [row["id"] for row in found.json()["signals"]] == [PRICE.id]


@pytest.mark.parametrize("version", ["VN-live-unknown", "%2e%2e", "$ne", "x" * 200])
async def test_a_version_that_is_not_kept_is_not_found(api: Any, version: str) -> None:
    found = await api.get(f"/api/v1/markets/PH/snapshots/{version}")

    assert found.status_code == 404
    assert found.headers["content-type"] == "application/problem+json"


async def test_any_country_is_a_market(api: Any) -> None:
    germany = (await api.get("/api/v1/markets/de")).json()

    assert (germany["code"], germany["country"], germany["grounding"]) == ("DE", "Germany", "plain")
    assert (germany["snapshot"]["source"], germany["refresh_failed_at"]) == ("bundled", None)


async def test_a_refresh_that_brought_nothing_is_shown(
    api: Any, stored: list[str], database: Database
) -> None:
    await database.upkeep.insert_one({"_id": "VN", "failed_at": NOON, "refreshed_at": None})
    try:
        vietnam = (await api.get("/api/v1/markets/VN")).json()
    finally:
        await database.upkeep.delete_many({})

    assert vietnam["refresh_failed_at"] == "2026-05-11T12:00:00Z"
    assert vietnam["snapshot"]["version"] == stored[0]


async def test_what_is_forgotten_or_learnt_about_a_version_shows_at_once(
    api: Any, stored: list[str], database: Database
) -> None:
    await api.get("/api/v1/markets/VN/snapshot")
    forgotten = {"snapshot.signals.0.verbatims": [], "snapshot.sources.0.state": "ok"}
    await database.snapshots.update_one({"_id": f"VN/{stored[0]}"}, {"$set": forgotten})

    snapshot = (await api.get("/api/v1/markets/VN/snapshot")).json()
    assert snapshot["signals"][0]["verbatims"] == []
    assert snapshot["sources"][0]["state"] == "ok"


@pytest.mark.parametrize("code", ["XX", "Philippines", "P", "ÄÖ", "ZZ"])
@pytest.mark.parametrize(
    "call", ["GET snapshot", "GET snapshots", "GET snapshots/1", "POST refresh"]
)
async def test_an_unknown_country_is_not_found_and_says_what_a_market_is(
    api: Any, code: str, call: str
) -> None:
    method, path = call.split()
    answer = await api.request(method, f"/api/v1/markets/{code}/{path}")

    assert answer.status_code == 404
    assert "ISO 3166-1 code of two letters, such as PH" in answer.json()["detail"]


@pytest.mark.parametrize(("query", "field"), [("kind=gossip", "kind"), ("kind=", "kind")])
async def test_an_unknown_kind_is_refused(api: Any, query: str, field: str) -> None:
    answer = await api.get(f"/api/v1/markets/PH/snapshot?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "before=yesterday", "before=0001-01-01T00:00:00%2B14:00"],
)
async def test_a_page_that_cannot_be_is_refused(api: Any, query: str) -> None:
    answer = await api.get(f"/api/v1/markets/PH/snapshots?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("path", ["", "/PH/snapshot", "/PH/snapshots"])
async def test_markets_need_a_token_like_everything_else(api: Any, path: str) -> None:
    answer = await api.get(f"/api/v1/markets{path}", headers={"Authorization": "Bearer no"})
    assert answer.status_code == 401


async def test_asking_for_a_refresh_publishes_it_however_often_it_is_asked(
    login: Any, configure: Any, running: Any, published: Any
) -> None:
    settings = configure()
    async with running(settings) as app:
        client = login(app)
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        first = await client.post("/api/v1/markets/sg/refresh", headers={"traceparent": trace})
        second = await client.post("/api/v1/markets/SG/refresh")
        events = await published(settings, "markets", 2)

    assert (first.status_code, second.status_code) == (202, 202)
    assert (first.json()["code"], first.json()["country"]) == ("SG", "Singapore")
    assert first.json()["snapshot"]["refreshed_at"] is None
    assert [event.data for event in events] == [SnapshotRequested(market="SG")] * 2
    assert events[0].traceparent == trace
    assert events[0].id != events[1].id
