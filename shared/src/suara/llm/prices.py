"""What models cost, as whoever runs the system says. Pure."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from suara.llm.usage import Usage

_MILLION = 1_000_000
_EXAMPLE = '{"gpt-4.1-mini": {"input": 0.40, "cached_input": 0.10, "output": 1.60}}'


class Price(BaseModel):
    """USD, per million tokens and per picture. What is not named costs nothing, but for
    cached_input, which then costs as much as other input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    input: float = Field(default=0, ge=0)
    cached_input: float | None = Field(default=None, ge=0)
    output: float = Field(default=0, ge=0)
    image: float = Field(default=0, ge=0)

    def usd(self, usage: Usage, pictures: int) -> float:
        """What one answer costs."""
        cached = self.input if self.cached_input is None else self.cached_input
        tokens = (
            usage.new_prompt_tokens * self.input
            + usage.cached_tokens * cached
            + usage.completion_tokens * self.output
        )
        return tokens / _MILLION + pictures * self.image


def parsed(said: object) -> Any:
    """Model -> price, of a setting, not validated yet.

    Raises:
        ValueError: it is no JSON object.
    """
    if isinstance(said, str):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            said = None
    if not isinstance(said, dict):
        raise ValueError(f"it is no JSON object such as {_EXAMPLE}")
    return said
