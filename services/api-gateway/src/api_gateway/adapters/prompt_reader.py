"""Prompts read with a language model where one is configured, and never worse than without."""

import asyncio
from functools import partial

import structlog

from api_gateway.domain.prompt import ParsedPrompt, parse
from api_gateway.domain.prompt.proposal import Proposal, faults, merged, messages
from suara.llm import LanguageModel

_log = structlog.get_logger()

MODEL_SECONDS = 8.0


class PromptReader:
    """model: None for the built-in parser alone. seconds: how long the model may take."""

    def __init__(self, model: LanguageModel | None, seconds: float = MODEL_SECONDS) -> None:
        self._model = model
        self._seconds = seconds

    async def read(self, prompt: str) -> ParsedPrompt:
        """The fields that the prompt states. Without a model's answer, what rules find in it."""
        sure = await asyncio.to_thread(parse, prompt)
        if self._model is None:
            return sure
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._model.ask(
                    Proposal,
                    messages(prompt),
                    name="parse_prompt",
                    timeout_seconds=self._seconds,
                    faults=partial(faults, sure=sure),
                )
                return merged(sure, answer.value)
        except Exception as error:  # whatever it was, there is an answer without the model
            _log.warning("prompt.read_without_model", reason=str(error) or type(error).__name__)
            return sure
