"""Languages of short and mixed texts, against what readers of them say."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ethnography.domain.cleaning.markup import plain_text
from ethnography.domain.languages import Languages
from suara.markets import market

HERE = Path(__file__).parent


@cache
def languages(code: str) -> Languages:
    return Languages(market(code))


@pytest.mark.parametrize("name", ["labelled", "held_out"])
def test_nine_in_ten_texts_are_given_the_right_language(name: str) -> None:
    texts: list[dict[str, Any]] = yaml.safe_load((HERE / f"{name}.yaml").read_text())["texts"]
    wrong = [
        text["text"]
        for text in texts
        if languages(text["market"]).of(plain_text(text["text"])) != text["language"]
    ]
    assert len(wrong) <= 0.1 * len(texts), wrong


@pytest.mark.parametrize(
    ("code", "text", "language"),
    [
        ("PH", "Legit ba to guys? pa-check naman", "tl"),
        ("PH", "Kaayo ka nindot ang serbisyo, dili dugay", "ceb"),
        ("ID", "app nya ga bisa dibuka gan", "id"),
        ("VN", "app nay te qua, ko dung duoc", "vi"),
        ("VN", "ok", "und"),
        ("PH", "12345 !!!", "und"),
        ("PH", "[phone] [email]", "und"),
        ("JP", "このアプリは使いやすいです", "ja"),
    ],
)
def test_slang_and_missing_accents_are_understood(code: str, text: str, language: str) -> None:
    assert languages(code).of(text) == language


def test_a_market_is_served_in_its_languages_and_english() -> None:
    assert languages("PH").serves("tl")
    assert languages("PH").serves("en")
    assert languages("PH").serves("und")
    assert not languages("PH").serves("id")
    assert languages("JP").serves("ja")
