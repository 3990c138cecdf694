"""Prompts after a live snapshot: what was heard comes first, within the same tokens."""

import json
from collections.abc import Callable, Sequence
from itertools import product
from os.path import commonprefix
from typing import Any

import pytest

from generator.domain.answers import DraftAnswer, ProfileAnswer
from suara.llm.schemas import strict_schema
from suara.markets import Snapshot, market
from suara.personas import Cast

CHARACTERS_PER_TOKEN = 4
MOST_TOKENS, LEAST_SHARED = 1_800, 0.7

Live = Callable[..., Snapshot]
People = Callable[..., Sequence[Cast]]
Prompts = Callable[..., Any]


def sent(messages: Sequence[dict[str, str]], shape: type[Any]) -> str:
    schema = json.dumps(strict_schema(shape))
    return "\n".join([schema, *(f"{m['role']}\n{m['content']}" for m in messages)])


@pytest.mark.parametrize(
    ("code", "income"), list(product(("PH", "ID", "VN"), ("Low", "Middle", "High")))
)
def test_long_live_signals_replace_others_instead_of_costing_more(
    code: str,
    income: str,
    cast_people: People,
    prompts: Prompts,
    drafts: Prompts,
    live_snapshot: Live,
    long_winded: str,
) -> None:
    snapshot = live_snapshot(code, long_winded)
    pairs = [
        (sent(drafts(cast), DraftAnswer), sent(prompts(cast, snapshot).messages, ProfileAnswer))
        for cast in cast_people(code, income_level=income)
    ]
    tokens = [(len(first) + len(second)) / CHARACTERS_PER_TOKEN for first, second in pairs]
    shared = sum(len(commonprefix(texts)) for texts in zip(*pairs, strict=True))  # noqa: RUF071
    assert max(tokens) <= MOST_TOKENS
    assert shared / CHARACTERS_PER_TOKEN / max(tokens) >= LEAST_SHARED


@pytest.mark.parametrize("code", ["PH", "ID", "VN"])
def test_every_kind_that_was_heard_is_shown_before_what_is_bundled(
    code: str, cast_people: People, prompts: Prompts, live_snapshot: Live
) -> None:
    [cast, *_] = cast_people(code, income_level="Middle")
    exhibits = prompts(cast, live_snapshot(code)).exhibits.values()

    heard = {exhibit.kind for exhibit in exhibits if exhibit.signals[0].weight is not None}
    assert heard == {
        *("brand", "platform", "price", "price_habit", "digital_habit", "worry", "language")
    }
    for kind in heard:
        shown = [
            all(s.weight for s in exhibit.signals) for exhibit in exhibits if exhibit.kind == kind
        ]
        assert shown == sorted(shown, reverse=True)


def test_a_short_live_signal_is_shown_with_what_it_is_about(
    cast_people: People, prompts: Prompts, live_snapshot: Live
) -> None:
    [cast, *_] = cast_people("PH", income_level="Middle")
    text = prompts(cast, live_snapshot("PH")).messages[1]["content"]

    assert " | price | Rice: dearer each week\n" in text
    assert " | online | QR payments replace cash at stalls\n" in text


def test_a_brand_that_is_shown_as_an_app_is_not_shown_twice(
    cast_people: People, prompts: Prompts, live_snapshot: Live
) -> None:
    names = {brand.name for brand in market("PH").brands}
    for cast in cast_people("PH", income_level="Middle"):
        exhibits = prompts(cast, live_snapshot("PH")).exhibits.values()
        subjects = [exhibit.subject for exhibit in exhibits if exhibit.is_brand]
        assert len(subjects) == len(set(subjects))
        assert names & set(subjects)
