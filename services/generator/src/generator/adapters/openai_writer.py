"""The writer that asks a language model, of any OpenAI-compatible server."""

import asyncio
from functools import partial

from generator.domain.answers import (
    DraftAnswer,
    ProfileAnswer,
    draft_faults,
    draft_of,
    profile_faults,
    profile_of,
)
from generator.domain.prompts import Choice, draft_prompt, profile_prompt
from generator.ports import Written
from generator.settings import StageSettings
from suara.llm import LanguageModel
from suara.markets import Market, Snapshot, market
from suara.personas import Cast, Draft, IncomeLevel, Profile


class OpenAIWriter:
    """One call per stage, and one more where an answer has to be repaired."""

    name = "openai/1"

    def __init__(self, language_model: LanguageModel, stages: StageSettings) -> None:
        self._language_model = language_model
        self._stages = stages
        self._choices: dict[tuple[str, IncomeLevel], Choice] = {}

    async def draft(self, cast: Cast) -> Written[Draft]:
        messages = draft_prompt(cast, await _market(cast))
        answer = await self._language_model.ask(
            DraftAnswer,
            messages,
            name="draft",
            timeout_seconds=self._stages.draft_seconds,
            faults=partial(draft_faults, cast=cast),
        )
        return Written(draft_of(answer.value), answer.usage, answer.model)

    async def profile(self, cast: Cast, draft: Draft, snapshot: Snapshot) -> Written[Profile]:
        prompt = profile_prompt(cast, draft, await self._choice(cast, snapshot))
        answer = await self._language_model.ask(
            ProfileAnswer,
            prompt.messages,
            name="profile",
            timeout_seconds=self._stages.profile_seconds,
            faults=partial(profile_faults, cast=cast, exhibits=prompt.exhibits),
        )
        return Written(profile_of(answer.value, prompt.exhibits), answer.usage, answer.model)

    async def _choice(self, cast: Cast, snapshot: Snapshot) -> Choice:
        """Kept for as long as the market's snapshot is the same."""
        key = cast.market, cast.income_level
        choice = self._choices.get(key)
        if choice is None or choice.snapshot is not snapshot:
            choice = self._choices[key] = Choice(await _market(cast), snapshot, cast.income_level)
        return choice


async def _market(cast: Cast) -> Market:
    # In a thread: a market without its own data is put together in up to a second.
    return await asyncio.to_thread(market, cast.market)
