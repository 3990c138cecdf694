"""What model calls cost, in tokens."""

from suara.personas import Frozen

MOST_TOKENS = 10_000_000


class Usage(Frozen):
    """Sums over calls. cached_tokens are those of prompt_tokens the provider had cached."""

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
        )

    @property
    def new_prompt_tokens(self) -> int:
        """Those of prompt_tokens that were not cached."""
        return max(0, self.prompt_tokens - self.cached_tokens)

    @property
    def tokens(self) -> int:
        """Prompt and completion together: what a budget counts."""
        return self.prompt_tokens + self.completion_tokens


def believed(tokens: object) -> int:
    """A count that a provider gives for one answer: none may lower a budget or burst it."""
    return min(max(tokens, 0), MOST_TOKENS) if isinstance(tokens, int) else 0
