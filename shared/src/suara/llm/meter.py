"""What calls to a model come to, for operators: time, tokens, money."""

from typing import Literal

from suara.llm.prices import Price
from suara.llm.usage import Usage
from suara.llm.verdicts import Verdict
from suara.telemetry.models import CALL_DURATION, COST, TOKENS

Operation = Literal["chat", "image", "embeddings"]


class Meter:
    """Of one model. price: None if nobody said it; then no cost is made up."""

    def __init__(self, operation: Operation, model: str, price: Price | None) -> None:
        self._operation: Operation = operation
        self._model = model
        self._price = price

    def answered(self, seconds: float, usage: Usage) -> None:
        self._took(seconds, "ok")
        kinds = {
            "input": usage.new_prompt_tokens,
            "cached_input": usage.cached_tokens,
            "output": usage.completion_tokens,
        }
        for kind, tokens in kinds.items():
            TOKENS.labels(self._operation, self._model, kind).inc(tokens)
        if self._price:
            pictures = 1 if self._operation == "image" else 0
            COST.labels(self._operation, self._model).inc(self._price.usd(usage, pictures))

    def failed(self, seconds: float, verdict: Verdict) -> None:
        timed_out = verdict.status == "timeout"
        self._took(
            seconds, "timeout" if timed_out else "throttled" if verdict.throttled else "error"
        )

    def given_up(self, seconds: float) -> None:
        """Whoever asked waits no longer; the provider may count it all the same."""
        self._took(seconds, "timeout")

    def _took(self, seconds: float, outcome: str) -> None:
        CALL_DURATION.labels(self._operation, self._model, outcome).observe(seconds)
