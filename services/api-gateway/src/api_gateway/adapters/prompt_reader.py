"""Prompts read with a language model where one is configured, and never worse than without."""

import asyncio
from functools import partial
from uuid import UUID

import structlog

from api_gateway.domain.prompt import ParsedPrompt, parse
from api_gateway.domain.prompt.proposal import Proposal, faults, merged, messages
from suara.llm import LanguageModel, ModelError
from suara.llm.budget import MongoBudget

_log = structlog.get_logger()

MODEL_SECONDS = 8.0


class PromptReader:
    """model: None for the built-in parser alone. seconds: how long the model may take."""

    def __init__(
        self, model: LanguageModel | None, budget: MongoBudget, seconds: float = MODEL_SECONDS
    ) -> None:
        self._model = model
        self._budget = budget
        self._seconds = seconds

    async def read(self, prompt: str, project_id: UUID) -> ParsedPrompt:
        """The fields that the prompt states. Without a model's answer, what rules find in it.

        project_id: whose token budget pays for the model; once it is used up, rules read alone.
        """
        sure = await asyncio.to_thread(parse, prompt)
        if self._model is None:
            return sure
        try:
            return merged(sure, await self._asked(self._model, prompt, sure, project_id))
        except Exception as error:  # whatever it was, there is an answer without the model
            _log.warning("prompt.read_without_model", reason=str(error) or type(error).__name__)
            return sure

    async def _asked(
        self, model: LanguageModel, prompt: str, sure: ParsedPrompt, project_id: UUID
    ) -> Proposal:
        """Within the budget; what is spent counts even if nothing came of it."""
        await self._budget.check(project_id)
        try:
            answer = await model.ask(
                Proposal,
                messages(prompt),
                name="parse_prompt",
                timeout_seconds=self._seconds,
                faults=partial(faults, sure=sure),
            )
        except ModelError as error:
            await self._budget.spend(project_id, error.usage)
            raise
        await self._budget.spend(project_id, answer.usage)
        return answer.value
