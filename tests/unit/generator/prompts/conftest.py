"""Casts of real castings, and the prompts they lead to."""

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from generator.domain.casting import cast as casting
from generator.domain.prompts import Choice, Message, ProfilePrompt, draft_prompt, profile_prompt
from generator.domain.writer import draft
from suara.markets import Signal, Snapshot, bundled_snapshot, market
from suara.personas import Cast, Definition


def people(code: str, seed: int = 3, **definition: object) -> Sequence[Cast]:
    wanted = Definition.model_validate(definition)
    return casting(wanted, market(code), None, range(10), seed).casts


@cache
def bundled(code: str) -> Snapshot:
    return bundled_snapshot(market(code))


def drafting(cast: Cast) -> Sequence[Message]:
    return draft_prompt(cast, market(cast.market))


def profiling(cast: Cast, snapshot: Snapshot | None = None) -> ProfilePrompt:
    snapshot = snapshot or bundled(cast.market)
    choice = Choice(market(cast.market), snapshot, cast.income_level)
    return profile_prompt(cast, draft(cast), choice)


def poisoned(code: str, texts: Sequence[str]) -> Snapshot:
    """Every signal says one of these texts, and so does every subject that is no brand."""
    whole = bundled(code)

    def spoilt(number: int, signal: Signal) -> Signal:
        text = texts[number % len(texts)]
        named = signal.kind in ("brand", "platform")
        return signal.model_copy(
            update={"text": text, "subject": signal.subject if named else text}
        )

    spoilt_ones = tuple(spoilt(number, signal) for number, signal in enumerate(whole.signals))
    return Snapshot.model_validate(whole.model_dump() | {"signals": spoilt_ones})


@pytest.fixture
def cast_people() -> Callable[..., Sequence[Cast]]:
    return people


@pytest.fixture
def prompts() -> Callable[..., ProfilePrompt]:
    return profiling


@pytest.fixture
def drafts() -> Callable[[Cast], Sequence[Message]]:
    return drafting


@pytest.fixture
def poison() -> Callable[[str, Sequence[str]], Snapshot]:
    return poisoned
