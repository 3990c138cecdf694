"""An embedding model: texts as vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite

from suara.llm.calls import Calls
from suara.llm.deadline import Deadline
from suara.llm.settings import EmbeddingSettings
from suara.llm.usage import Usage
from suara.llm.verdicts import ModelError, ProviderError

#: Texts in one call; OpenAI takes 2,048.
MOST_TEXTS = 512
MOST_DIMENSIONS = 8_192


@dataclass(frozen=True)
class Embedded:
    """vectors: of equal length, one for each text."""

    vectors: tuple[tuple[float, ...], ...]
    usage: Usage


class EmbeddingModel:
    """One provider and one model; share it, since its limits hold for all calls together.

    Raises:
        ModelError: OPENAI_API_KEY is needed and missing, or cannot be a key.
    """

    def __init__(self, settings: EmbeddingSettings) -> None:
        from suara.llm.provider import Provider

        self.name = settings.model
        self._provider = Provider(settings)
        self._calls = Calls(self._provider.endpoint, settings, "embeddings")

    async def embed(self, texts: Sequence[str], *, name: str, timeout_seconds: float) -> Embedded:
        """A vector for each of at most MOST_TEXTS texts, none of them empty.

        name: for the log. timeout_seconds: for everything, also waiting for a turn.

        Raises:
            ModelError: no vectors; a PermanentError, worded for users.
        """
        try:
            embedded, usage = await self._calls.made(
                partial(self._provider.embed, texts), name, Deadline(timeout_seconds)
            )
        except ProviderError as error:
            raise ModelError(error.verdict.reason, Usage(calls=error.attempts)) from None
        return Embedded(embedded.vectors, usage)

    async def close(self) -> None:
        """Closes the connections; calls under way fail."""
        await self._provider.close()


def read_vectors(data: object, wanted: int) -> tuple[tuple[float, ...], ...] | None:
    """The vectors of an answer in the order of their index; None if they are not what was asked.

    The package checks little: any field may be anything.
    """
    if not isinstance(data, list) or len(data) != wanted:
        return None
    by_index = {getattr(one, "index", None): getattr(one, "embedding", None) for one in data}
    vectors = [_vector(by_index.get(number)) for number in range(wanted)]
    lengths = {len(vector) for vector in vectors}
    return tuple(vectors) if len(lengths) == 1 and 0 not in lengths else None


def _vector(value: object) -> tuple[float, ...]:
    """Empty if it is none."""
    if not isinstance(value, list) or len(value) > MOST_DIMENSIONS:
        return ()
    if not all(isinstance(n, float | int) and isfinite(n) for n in value):
        return ()
    return tuple(map(float, value))
