"""When a market's snapshot is too old to build on."""

from datetime import UTC, datetime, timedelta

from ethnography.domain.freshness import is_fresh

NOW = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_market_without_a_snapshot_needs_one() -> None:
    assert not is_fresh(None, NOW, DAY)


def test_a_snapshot_younger_than_the_limit_is_fresh() -> None:
    assert is_fresh(NOW - DAY + timedelta(seconds=1), NOW, DAY)


def test_a_snapshot_as_old_as_the_limit_is_not() -> None:
    assert not is_fresh(NOW - DAY, NOW, DAY)


def test_a_snapshot_from_a_clock_ahead_of_ours_is_fresh() -> None:
    assert is_fresh(NOW + timedelta(seconds=5), NOW, DAY)
