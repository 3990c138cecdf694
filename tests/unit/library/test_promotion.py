"""Who enters the library, and who leaves it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.contradictions import Contradiction
from library.domain.promotion import Decision, Limits, Standing, decide
from library.domain.reliability import Evidence, lower_bound

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LIMITS = Limits()
IN = Standing("active", automatic=True, promoted_at=NOON)
BY_HAND = Standing("active", automatic=False, promoted_at=NOON)


def found(agreements: int = 4, disagreements: int = 0, **changes: Any) -> Evidence:
    fields: dict[str, Any] = {
        "score": lower_bound(agreements, disagreements),
        "simulations": 3,
        "answers": 6,
        "agreements": agreements,
        "disagreements": disagreements,
        "contradictions": (),
    }
    return Evidence(**(fields | changes))


def contradiction(hours: int) -> Contradiction:
    return Contradiction(f"changed at {hours}", NOON + timedelta(hours=hours))


def test_four_kept_views_of_three_simulations_promote() -> None:
    assert decide(None, found(), LIMITS) == Decision(
        "active", "consistent in 3 simulations: 4 views kept, 0 not (score 0.63)"
    )


@pytest.mark.parametrize(
    "short",
    [
        found(simulations=2),
        found(agreements=3),
        found(disagreements=1),
        found(agreements=40, contradictions=(contradiction(1),)),
    ],
)
def test_too_little_promotes_nobody(short: Evidence) -> None:
    assert decide(None, short, LIMITS) is None


@given(agreements=st.integers(0, 1), disagreements=st.integers(0, 3))
def test_few_answers_never_promote(agreements: int, disagreements: int) -> None:
    assert decide(None, found(agreements, disagreements, simulations=100), LIMITS) is None


def test_between_the_thresholds_things_stay_as_they_are() -> None:
    between = found(4, 1)
    assert LIMITS.retire_below < between.score < LIMITS.threshold
    assert decide(None, between, LIMITS) is None
    assert decide(IN, between, LIMITS) is None


def test_a_score_that_falls_retires() -> None:
    assert decide(IN, found(4, 2), LIMITS) == Decision(
        "retired", "no longer consistent: 4 views kept, 2 not (score 0.40)"
    )


def test_the_latest_contradiction_is_the_reason() -> None:
    both = found(40, contradictions=(contradiction(1), contradiction(2)))
    assert decide(IN, both, LIMITS) == Decision("retired", "changed at 2")


def test_who_came_by_hand_leaves_by_later_contradictions_only() -> None:
    assert decide(BY_HAND, found(0, 9), LIMITS) is None
    assert decide(BY_HAND, found(0, 9, contradictions=(contradiction(-1),)), LIMITS) is None
    later = found(40, contradictions=(contradiction(1),))
    assert decide(BY_HAND, later, LIMITS) == Decision("retired", "changed at 1")


def test_who_is_retired_stays_so() -> None:
    for automatic in (True, False):
        retired = Standing("retired", automatic, NOON)
        assert decide(retired, found(100), LIMITS) is None
