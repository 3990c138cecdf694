"""How far answers agree, and what of them does not go together."""

import random
import re
from datetime import UTC, datetime, timedelta
from math import isclose
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.answers import Answer
from library.domain.reliability import Evidence, lower_bound, reliability
from suara.testing.samples import a_persona, an_id

DOCUMENT = Path(__file__).parents[3] / "docs" / "library.md"
START = datetime(2026, 1, 1, tzinfo=UTC)
PERSONA = a_persona(trusted_brands=("Jollibee",), distrusted_brands=("Lazada", "J&T Express"))


def an_answer(simulation: int = 1, stance: float | None = 0.0, **changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "simulation_id": an_id(f"simulation {simulation}"),
        "topic": "delivery fees",
        "question": "Would you pay for it?",
        "stance": stance,
        "at": START + timedelta(days=simulation),
    }
    return Answer(**(fields | changes))


def evidence(*stances: float | None, **changes: Any) -> Evidence:
    """Of stances on one topic, one per simulation."""
    answers = [an_answer(number, stance, **changes) for number, stance in enumerate(stances)]
    return reliability(answers, PERSONA)


STANCES = st.one_of(st.none(), st.floats(-1, 1))
ANSWERS = st.lists(
    st.builds(
        an_answer,
        simulation=st.integers(1, 5),
        stance=STANCES,
        topic=st.sampled_from(["delivery fees", "e-wallets", "Lazada", "Jollibee"]),
        question=st.sampled_from(["Would you?", "Is Lazada better?"]),
    ),
    max_size=12,
)


@given(answers=ANSWERS)
def test_a_score_lies_between_0_and_1(answers: list[Answer]) -> None:
    found = reliability(answers, PERSONA)
    assert 0 <= found.score <= 1
    assert found.agreements >= 0
    assert found.disagreements >= 0
    assert found.simulations <= found.answers == len(answers)


@given(answers=ANSWERS, seed=st.integers())
def test_the_order_of_arrival_does_not_matter(answers: list[Answer], seed: int) -> None:
    shuffled = random.Random(seed).sample(answers, len(answers))
    assert reliability(shuffled, PERSONA) == reliability(answers, PERSONA)


@given(answers=ANSWERS, stance=st.floats(-1, 1), copies=st.integers(1, 4))
def test_more_agreement_never_lowers_a_score(
    answers: list[Answer], stance: float, copies: int
) -> None:
    first = an_answer(10, stance, topic="rice")
    kept = [first]
    score = reliability([*answers, *kept], PERSONA).score
    for number in range(copies):
        kept.append(an_answer(11 + number, stance, topic="rice"))
        grown = reliability([*answers, *kept], PERSONA).score
        assert grown > score or grown == score == 1
        score = grown


@given(stance=STANCES)
def test_one_answer_says_nothing(stance: float | None) -> None:
    assert evidence(stance).score == evidence().score == 0.1


@given(agreements=st.integers(0, 300), disagreements=st.integers(0, 300))
def test_the_bound_rises_with_agreement_and_falls_with_disagreement(
    agreements: int, disagreements: int
) -> None:
    bound = lower_bound(agreements, disagreements)
    assert 0 <= bound <= 1
    assert lower_bound(agreements + 1, disagreements) >= bound
    assert lower_bound(agreements, disagreements + 1) <= bound


@given(agreements=st.integers(0, 500))
def test_without_disagreement_the_bound_is_a_root_of_a_tenth(agreements: int) -> None:
    # The distribution function of Beta(1 + a, 1) at x is x ** (1 + a).
    exact = 0.1 ** (1 / (1 + agreements))
    assert isclose(lower_bound(agreements, 0), exact, abs_tol=1e-4)


@pytest.mark.parametrize(("agreements", "disagreements"), [(4, 1), (6, 3), (0, 5)])
def test_the_bound_is_where_nine_of_ten_draws_lie_above(
    agreements: int, disagreements: int
) -> None:
    dice = random.Random(3)
    draws = [dice.betavariate(1 + agreements, 1 + disagreements) for _ in range(20_000)]
    assert isclose(quantiles(draws, n=10)[0], lower_bound(agreements, disagreements), abs_tol=0.01)


@pytest.mark.parametrize(
    ("stances", "agreements", "disagreements"),
    [
        ((-0.6, -0.6, -0.6), 2, 0),
        ((-0.6, -0.1, -0.4), 2, 0),
        ((0.0, 0.5), 1, 0),
        ((-0.2, 0.3), 1, 0),
        ((0.0, 0.6), 0, 1),
        ((0.1, 0.2, 0.9), 1, 1),
        ((0.4, None, 0.4), 1, 0),
        ((0.4,), 0, 0),
    ],
)
def test_views_of_a_topic_agree_within_half(
    stances: tuple[float | None, ...], agreements: int, disagreements: int
) -> None:
    found = evidence(*stances)
    assert (found.agreements, found.disagreements) == (agreements, disagreements)


def test_topics_are_the_same_whatever_their_letters_and_marks() -> None:
    answers = [an_answer(1, 0.5), an_answer(2, 0.5, topic="  Delivery fees? ")]
    assert reliability(answers, PERSONA).agreements == 1


def test_a_simulation_that_asks_twice_has_one_view() -> None:
    answers = [an_answer(1, stance, question=str(stance)) for stance in (0.4, 0.5)]
    assert reliability(answers, PERSONA).agreements == 0
    assert reliability([*answers, an_answer(2, 0.5)], PERSONA).agreements == 1


@pytest.mark.parametrize(
    ("stances", "reason"),
    [
        ((-0.8, 0.7), "stances on delivery fees changed from -0.8 to 0.7 between simulations"),
        ((0.9, 0.1, -0.5), "stances on delivery fees changed from 0.9 to -0.5 between simulations"),
        ((-0.8, 0.4), None),
        ((-0.8, -0.5), None),
    ],
)
def test_a_decided_view_that_turns_round_is_a_contradiction(
    stances: tuple[float, ...], reason: str | None
) -> None:
    assert [c.reason for c in evidence(*stances).contradictions] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("topic", "question", "stance", "reason"),
    [
        ("Lazada", "Well?", 0.8, "stance on Lazada, a distrusted brand, was 0.8"),
        ("j&t express", "Well?", 0.5, "stance on J&T Express, a distrusted brand, was 0.5"),
        ("fast food", "Is Jollibee good?", -0.7, "stance on Jollibee, a trusted brand, was -0.7"),
        ("Lazada", "Well?", -0.8, None),
        ("Lazada", "Well?", 0.4, None),
        ("Lazadas", "Well?", 0.8, None),
        ("Jollibee", "Well?", 0.8, None),
        ("shops", "Jollibee or Lazada?", 0.8, None),
        ("Lazada", "Well?", None, None),
    ],
)
def test_an_answer_against_the_profile_is_a_contradiction(
    topic: str, question: str, stance: float | None, reason: str | None
) -> None:
    found = reliability([an_answer(1, stance, topic=topic, question=question)], PERSONA)
    assert [c.reason for c in found.contradictions] == ([reason] if reason else [])
    assert found.disagreements == len(found.contradictions)


def test_the_documented_scores_are_true() -> None:
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (0\.\d+) \|", DOCUMENT.read_text(), re.MULTILINE)
    assert len(rows) >= 7
    for agreements, disagreements, score in rows:
        exact = lower_bound(int(agreements), int(disagreements))
        assert f"{exact:.3f}" == score
