"""A language model that answers with values of a wanted shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog
from pydantic import BaseModel

from suara.llm import structured
from suara.llm.calls import Calls
from suara.llm.deadline import Deadline
from suara.llm.settings import LlmSettings
from suara.llm.structured import Dialect, Message, UnfitError
from suara.llm.usage import Usage
from suara.llm.verdicts import REFUSED, ModelError, ProviderError, Verdict

if TYPE_CHECKING:
    from suara.llm.provider import Completion

LONGEST_REASON = 500

T = TypeVar("T", bound=BaseModel)

log = structlog.get_logger()


@dataclass(frozen=True)
class Answer(Generic[T]):
    """usage: of all calls it took, repair included. model: the provider's name for it."""

    value: T
    usage: Usage
    model: str


def _no_faults(_: BaseModel) -> Sequence[str]:
    return ()


class LanguageModel:
    """One provider and one model; share it, since its limits hold for all calls together.

    Raises:
        ModelError: OPENAI_API_KEY is needed and missing, or cannot be a key.
    """

    def __init__(self, settings: LlmSettings) -> None:
        from suara.llm.provider import Provider

        self._provider = Provider(settings)
        self._calls = Calls(self._provider.endpoint, settings, "chat")
        self._limits_in_schema = not settings.azure_api_version
        self._dialect = Dialect.STRICT

    async def ask(
        self,
        shape: type[T],
        messages: Sequence[Message],
        *,
        name: str,
        timeout_seconds: float,
        faults: Callable[[T], Sequence[str]] = _no_faults,
    ) -> Answer[T]:
        """The model's answer to `messages` ({"role", "content"} each), checked.

        name: of the shape, for the provider and the log: letters, digits, "_" and "-".
        timeout_seconds: for everything, also waiting for a turn; one call takes half at most.
        faults: what is wrong with a value that has the shape, in words for the model and for
            users. An answer that does not fit is sent back once with what is wrong.

        Raises:
            ModelError: no answer that fits; a PermanentError, worded for users.
        """
        deadline, spent = Deadline(timeout_seconds), Usage()
        conversation, repaired = list(messages), False
        while True:
            dialect = self._dialect
            request = structured.request(
                shape, conversation, name, dialect, limits=self._limits_in_schema
            )
            try:
                completion, usage = await self._calls.made(
                    partial(self._provider.complete, request), name, deadline
                )
            except ProviderError as error:
                spent += Usage(calls=error.attempts)
                if self._stepped_down(dialect, error.verdict):
                    continue
                raise ModelError(error.verdict.reason, spent) from None
            spent += usage
            try:
                value = _checked(completion, shape, faults)
            except UnfitError as unfit:
                log.info("llm.unfit", name=name, kind=unfit.kind, repaired=repaired)
                if repaired or unfit.kind == "refusal":
                    raise ModelError(_in_words(unfit), spent) from None
                conversation = structured.repair(conversation, completion.content, unfit)
                repaired = True
            else:
                return Answer(value, spent, completion.model)

    async def close(self) -> None:
        """Closes the connections; calls under way fail."""
        await self._provider.close()

    def _stepped_down(self, dialect: Dialect, verdict: Verdict) -> bool:
        """Remembers, for all later calls, that the provider refuses the dialect."""
        if not verdict.format_refused or dialect is Dialect.PROMPT:
            return False
        self._dialect = max(self._dialect, Dialect(dialect + 1))
        log.warning("llm.format_refused", refused=dialect.name, using=self._dialect.name)
        return True


def _checked(completion: "Completion", shape: type[T], faults: Callable[[T], Sequence[str]]) -> T:
    if completion.refusal or completion.finish_reason == "content_filter":
        raise UnfitError("refusal", REFUSED)
    if completion.finish_reason == "length":
        raise UnfitError("truncated", "it was cut off at the length limit, so be briefer")
    if not completion.content.strip():
        raise UnfitError("empty", "it was empty")
    return structured.read(completion.content, shape, faults)


def _in_words(unfit: UnfitError) -> str:
    if unfit.kind == "refusal":
        return str(unfit)
    advice = "generate again, or choose another model with SUARA_LLM_MODEL"
    return f"the model's answer did not fit ({advice}): {unfit}"[:LONGEST_REASON]
