"""Both stages of a persona with llama.cpp's server: taken if they fit, refused in words if not.

So small a model seldom repeats a person's facts, and contradictions are never accepted.
"""

from collections.abc import Awaitable
from typing import Any

import pytest

from generator.adapters.openai_writer import OpenAIWriter
from generator.domain.casting import cast
from generator.ports import Written
from generator.settings import StageSettings
from suara.llm import LanguageModel, ModelError
from suara.markets import bundled_snapshot, market
from suara.personas import Definition, Draft, Profile

SECONDS = 300.0
PHILIPPINES = market("PH")
PERSON = cast(Definition(gender="Female"), PHILIPPINES, None, [0], 1).casts[0]
DRAFT = Draft(
    personality_traits=("careful", "curious", "stubborn"),
    values=("family", "thrift"),
    motivation="to open a shop of her own",
    worry="the price of rice",
)


@pytest.fixture
def writer(model: LanguageModel) -> OpenAIWriter:
    return OpenAIWriter(model, StageSettings(draft_seconds=SECONDS, profile_seconds=SECONDS))


@pytest.mark.timeout(SECONDS + 60)
async def test_a_draft_fits_or_is_refused_in_words(writer: OpenAIWriter) -> None:
    check(await outcome(writer.draft(PERSON)), Draft)


@pytest.mark.timeout(SECONDS + 60)
async def test_a_profile_fits_or_is_refused_in_words(writer: OpenAIWriter) -> None:
    check(await outcome(writer.profile(PERSON, DRAFT, bundled_snapshot(PHILIPPINES))), Profile)


async def outcome(writing: Awaitable[Written[Any]]) -> Written[Any] | ModelError:
    try:
        return await writing
    except ModelError as refused:
        return refused


def check(found: Written[Any] | ModelError, shape: type[Draft | Profile]) -> None:
    if isinstance(found, ModelError):
        assert str(found).startswith("the model's answer did not fit")
    else:
        assert isinstance(found.value, shape)
        assert found.model == "gemma"
    assert 1 <= found.usage.calls <= 2
    assert found.usage.prompt_tokens > 200
    assert found.usage.completion_tokens > 20
