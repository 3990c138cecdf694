"""When a market is due to be refreshed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from ethnography.domain.freshness import Freshness, Upkeep, newly_known

NOW = datetime(2026, 7, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FRESHNESS = Freshness(max_age=DAY, retry_after=HOUR)
MOMENTS = st.none() | st.timedeltas(-2 * DAY, 9 * DAY).map(lambda age: NOW - age)


def due(**known: object) -> bool:
    return FRESHNESS.is_due(Upkeep("PH", **known), NOW)  # type: ignore[arg-type]


def test_a_market_that_was_never_refreshed_is_due() -> None:
    assert due()


def test_a_snapshot_younger_than_the_limit_is_fresh() -> None:
    assert not due(refreshed_at=NOW - DAY + timedelta(seconds=1))


def test_a_snapshot_as_old_as_the_limit_is_not() -> None:
    assert due(refreshed_at=NOW - DAY)


def test_a_snapshot_from_a_clock_ahead_of_ours_is_fresh() -> None:
    assert not due(refreshed_at=NOW + timedelta(seconds=5))


def test_after_silence_sources_are_left_alone_for_a_while() -> None:
    assert not due(refreshed_at=NOW - 9 * DAY, failed_at=NOW - HOUR / 2)
    assert due(refreshed_at=NOW - 9 * DAY, failed_at=NOW - HOUR)


@given(MOMENTS, MOMENTS)
def test_a_request_waits_for_nothing(
    refreshed_at: datetime | None, failed_at: datetime | None
) -> None:
    assert due(refreshed_at=refreshed_at, failed_at=failed_at, requests=(uuid4(),))


def test_markets_to_be_kept_fresh_are_known_once() -> None:
    assert newly_known([Upkeep("PH")], ["PH", "ID"]) == [Upkeep("ID")]
