"""Praise and blame, with the stars hidden, against the stars."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ethnography.domain.cleaning.markup import plain_text
from ethnography.domain.sentiment import Sentiment
from suara.markets import Stance, market

HERE = Path(__file__).parent


@cache
def sentiment(code: str) -> Sentiment:
    return Sentiment(market(code))


def agreement(name: str) -> float:
    """Share of starred texts whose stance is that of the stars. Three stars are neutral: praise or
    blame of such a text counts as wrong, and so does no opinion on any other.
    """
    texts: list[dict[str, Any]] = yaml.safe_load((HERE / f"{name}.yaml").read_text())["texts"]
    starred = [text for text in texts if text["stars"]]
    right = [
        text
        for text in starred
        if sentiment(text["market"]).stance(plain_text(text["text"])) == _rated(text["stars"])
    ]
    return len(right) / len(starred)


def _rated(stars: int) -> Stance:
    return "praise" if stars > 3 else "criticism" if stars < 3 else "neutral"


def test_it_agrees_with_four_in_five_of_the_samples_stars() -> None:
    assert agreement("labelled") >= 0.8


def test_it_carries_over_to_texts_it_was_not_written_for() -> None:
    """Two in three: what it gets wrong there it mostly has no opinion on."""
    assert agreement("held_out") >= 0.6


@pytest.mark.parametrize(
    ("code", "text", "stance"),
    [
        ("PH", "Hindi maganda ang serbisyo", "criticism"),
        ("PH", "Hindi gumagana", "criticism"),
        ("PH", "walang problema", "praise"),
        ("PH", "maganda pero ang bagal, sobrang bagal", "criticism"),
        ("ID", "tidak bagus", "criticism"),
        ("ID", "ga lemot, ga ribet", "praise"),
        ("ID", "kurang memuaskan", "criticism"),
        ("VN", "không tốt", "criticism"),
        ("VN", "app này ko ổn", "criticism"),
        ("VN", "chưa bao giờ thất vọng", "praise"),
        ("VN", "te qua, that vong", "criticism"),
        ("PH", "not good at all", "criticism"),
        ("PH", "never had a problem", "praise"),
        ("PH", "I don't love it", "criticism"),
        ("PH", "Nag-text ako kahapon", "neutral"),
    ],
)
def test_negation_turns_the_meaning_around(code: str, text: str, stance: Stance) -> None:
    assert sentiment(code).stance(text) == stance


def test_each_clause_has_an_opinion_of_its_own() -> None:
    clauses = sentiment("ID").clauses("Drivernya ramah, cuma map sering meleset")
    assert [clause.polarity > 0 for clause in clauses] == [True, False]
