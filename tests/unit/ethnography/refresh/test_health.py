"""How the sources did, as a snapshot tells it."""

from datetime import UTC, datetime, timedelta

from ethnography.domain.health import Heard, failing, health_of
from suara.markets import Snapshot

NOW = datetime(2026, 7, 1, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)


def a_snapshot(*heard: Heard, at: datetime, last: Snapshot | None = None) -> Snapshot:
    sources = health_of(heard, last, {}, at)
    return Snapshot(
        market="PH", version="PH-1", source="live", created_at=at, signals=(), sources=sources
    )


def test_every_live_source_is_told_of_in_order() -> None:
    told = health_of([Heard("reddit")], None, {"reddit": 7}, NOW)
    assert [(one.name, one.state, one.verbatims) for one in told] == [
        ("appstore", "not_configured", 0),
        ("googleplay", "not_configured", 0),
        ("reddit", "ok", 7),
        ("shopee", "not_configured", 0),
    ]


def test_imports_are_told_of_when_there_are_any() -> None:
    told = health_of([], None, {"import": 3}, NOW)
    assert [one.name for one in told] == ["appstore", "googleplay", "import", "reddit", "shopee"]


def test_a_failing_source_remembers_when_it_was_well() -> None:
    well = a_snapshot(Heard("reddit"), at=BEFORE)
    ill = a_snapshot(Heard("reddit", "failing", "down"), at=NOW, last=well)
    still_ill = a_snapshot(Heard("reddit", "failing", "down"), at=NOW, last=ill)
    for snapshot in (ill, still_ill):
        reddit = next(one for one in snapshot.sources if one.name == "reddit")
        assert (reddit.state, reddit.reason, reddit.last_ok_at) == ("failing", "down", BEFORE)


def test_sources_that_are_off_do_not_fail() -> None:
    snapshot = a_snapshot(Heard("reddit", "throttled", "429"), Heard("appstore"), at=NOW)
    assert failing(snapshot) == ("reddit",)


def test_a_source_that_broke_off_has_answered() -> None:
    assert Heard("reddit", "failing", fetched=3).answered
    assert Heard("reddit").answered
    assert not Heard("reddit", "failing").answered
