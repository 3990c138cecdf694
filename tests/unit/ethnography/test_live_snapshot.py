"""Findings -> snapshot: ids, weights, trends, versions, and the bundled signals that follow."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ethnography.domain.findings import Finding
from ethnography.domain.snapshots import live_snapshot
from suara.markets import Snapshot, SourceHealth, bundled_snapshot, market

PH = market("PH")
NOW = datetime(2026, 11, 18, 6, tzinfo=UTC)
OTP = Finding("platform", "GCash", "criticism", "long waits for the OTP code", 4.0,
              ("reddit:1", "appstore:2"), ("appstore", "reddit"))  # fmt: skip
BILLS = replace(OTP, stance="praise", text="all bills paid in one app", weight=2.0)
WORRY = replace(OTP, kind="worry", subject="E-wallet safety", text="money gone", weight=1.0)
HEALTH = (SourceHealth(name="reddit", state="failing", reason="429"),
          SourceHealth(name="appstore", state="ok", last_ok_at=NOW, verbatims=2))  # fmt: skip


def made(*findings: Finding, previous: Snapshot | None = None, at: datetime = NOW) -> Snapshot:
    return live_snapshot(PH, findings, previous, HEALTH, at)


def test_a_signal_names_its_sources_and_what_it_rests_on() -> None:
    signal = made(OTP, BILLS, WORRY).signals[0]
    assert signal.id == "ph-platform-gcash-criticism-live-1"
    assert signal.source == "appstore+reddit"
    assert signal.source_title == "App Store reviews and Reddit posts, November 2026"
    assert signal.verbatims == ("reddit:1", "appstore:2")


def test_weights_are_within_a_kind() -> None:
    snapshot = made(OTP, BILLS, WORRY)
    weights = {s.id: s.weight for s in snapshot.signals if s.weight is not None}
    assert weights == {
        "ph-platform-gcash-criticism-live-1": 1.0,
        "ph-platform-gcash-praise-live-1": 0.5,
        "ph-worry-e-wallet-safety-criticism-live-1": 1.0,
    }


def test_live_signals_come_first_and_the_market_data_follows() -> None:
    snapshot = made(OTP, WORRY)
    for kind in ("platform", "worry"):
        heard = [s.weight is not None for s in snapshot.of_kind(kind)]  # type: ignore[arg-type]
        assert heard == sorted(heard, reverse=True)
        assert not all(heard)


def test_what_is_said_now_replaces_the_data_on_the_same_thing() -> None:
    fees = replace(OTP, text="low or no fees", stance="praise")
    texts = {s.text for s in made(fees, WORRY).about("platform", "GCash")}
    texts |= {s.text for s in made(fees, WORRY).about("brand", "GCash")}
    assert "low or no fees" in texts
    assert not any("fee" in text for text in texts - {"low or no fees"})
    assert "accepted in sari-sari stores and jeepneys" in texts
    assert [s.text for s in made(WORRY).about("worry", "E-wallet safety")] == ["money gone"]


def test_the_same_findings_make_the_same_version_on_the_same_day() -> None:
    one = made(OTP, BILLS)
    assert re.fullmatch(r"PH-live-2026-11-18-[0-9a-f]{8}", one.version)
    assert made(BILLS, OTP, previous=one, at=NOW + timedelta(hours=3)).version == one.version
    assert made(OTP).version != one.version
    assert made(OTP, BILLS, at=NOW + timedelta(days=1)).version != one.version


def test_trends_are_against_the_snapshot_before() -> None:
    first = made(OTP, BILLS, WORRY)
    assert {s.trend for s in first.signals} == {None}
    louder = replace(BILLS, weight=3.9)
    quieter = replace(OTP, text="fees that keep rising", weight=4.0)
    trends = {s.text: s.trend for s in made(OTP, louder, quieter, previous=first).signals}
    assert trends["all bills paid in one app"] == "rising"
    assert trends["long waits for the OTP code"] == "steady"
    assert trends["fees that keep rising"] == "new"
    fallen = made(OTP, replace(BILLS, weight=1.0), previous=first)
    assert {s.text: s.trend for s in fallen.signals}["all bills paid in one app"] == "falling"
    after_bundled = made(OTP, previous=bundled_snapshot(PH))
    assert {s.trend for s in after_bundled.signals} == {None}


def test_a_snapshot_says_which_source_is_missing() -> None:
    snapshot = made(OTP)
    assert snapshot.source == "live"
    assert [(s.name, s.state) for s in snapshot.sources] == [
        ("appstore", "ok"),
        ("reddit", "failing"),
    ]


def test_without_findings_the_last_good_one_stays_and_then_the_market_data() -> None:
    before = made(OTP)
    assert made(previous=before).version == before.version
    assert made().signals == bundled_snapshot(PH).signals
    assert made().sources[1].state == "failing"


def test_of_one_subject_five_reasons_are_kept() -> None:
    many = [replace(OTP, text=f"reason {i}", weight=10.0 - i) for i in range(8)]
    texts = [s.text for s in made(*many).signals if s.weight is not None]
    assert texts == [f"reason {i}" for i in range(5)]


subjects = st.one_of(
    st.sampled_from(["GCash", "Sạch", "日本", "!!!", "a" * 80]), st.text(max_size=20)
)
some_findings = st.lists(
    st.builds(
        Finding,
        st.sampled_from(["brand", "platform", "worry", "language", "digital_habit"]),
        subjects,
        st.sampled_from(["praise", "criticism", "neutral"]),
        st.text(min_size=1, max_size=30),
        st.floats(0, 1e6),
        st.just(("reddit:1",)),
        st.just(("reddit",)),
    ),
    max_size=12,
)


@settings(max_examples=20)
@given(some_findings)
def test_ids_are_unique_and_weights_in_range_whatever_is_found(found: list[Finding]) -> None:
    snapshot = made(*found)
    assert all(s.weight is None or 0 <= s.weight <= 1 for s in snapshot.signals)
    assert Snapshot.model_validate_json(snapshot.model_dump_json()) == snapshot
