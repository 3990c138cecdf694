"""The extractor that asks a language model, of any OpenAI-compatible server."""

import asyncio
import heapq
import itertools
import math
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import structlog

from ethnography.domain.cleaning import Scrubber
from ethnography.domain.findings import Finding
from ethnography.domain.merging import merged
from ethnography.domain.reading import Reading, findings_in, messages, readable
from ethnography.domain.verbatims import Verbatim
from ethnography.ports import Extractor
from suara.llm import LanguageModel, ModelError
from suara.markets import Market

_log = structlog.get_logger()

# A text loses as much in so many days as it gains by being liked 2.7 times as often.
_DAYS = 7.0


@dataclass(frozen=True)
class Effort:
    """How much a model may read in one refresh of one market."""

    calls: int = 20
    verbatims_per_call: int = 40
    seconds_per_call: float = 90

    @property
    def verbatims(self) -> int:
        return self.calls * self.verbatims_per_call


class ModelExtractor:
    """The newest and most engaging verbatims, read by a model; all, by another extractor.

    The other one's findings stand where the model gave no answer at all.
    """

    name = "openai/1"

    def __init__(self, model: LanguageModel, without: Extractor, effort: Effort) -> None:
        self._model = model
        self._without = without
        self._effort = effort

    async def extract(
        self, market: Market, verbatims: AsyncIterator[Sequence[Verbatim]]
    ) -> Sequence[Finding]:
        choice = _Choice(self._effort.verbatims)
        without = await self._without.extract(market, choice.watched(verbatims))
        batches = choice.best(self._effort.verbatims_per_call)
        answers = await asyncio.gather(*(self._read(market, batch) for batch in batches))
        found = [finding for answer in answers if answer is not None for finding in answer]
        if not found:
            _log.warning("extraction.without_model", market=market.market, by=self._without.name)
            return without
        return await asyncio.to_thread(_settled, market, found)

    async def _read(self, market: Market, batch: Sequence[Verbatim]) -> Sequence[Finding] | None:
        """None where the model gave no answer that fits."""
        shown = readable(batch)
        if not shown:
            return ()
        try:
            answer = await self._model.ask(
                Reading,
                messages(market, shown),
                name="read_verbatims",
                timeout_seconds=self._effort.seconds_per_call,
            )
        except ModelError as error:
            _log.warning("extraction.model_failed", market=market.market, reason=str(error))
            return None
        return list(findings_in(answer.value, market, shown))


class _Choice:
    """The most telling of a stream, within bounds: engaging ones, and rather new than old."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[tuple[float, int, Verbatim]] = []

    async def watched(
        self, verbatims: AsyncIterator[Sequence[Verbatim]]
    ) -> AsyncIterator[Sequence[Verbatim]]:
        number = itertools.count(0, -1)  # among equals, what came first
        async for batch in verbatims:
            for verbatim in batch:
                days = verbatim.observed_at.timestamp() / 86_400
                score = math.log1p(verbatim.engagement) + days / _DAYS
                entry = (score, next(number), verbatim)
                if len(self._kept) < self._most:
                    heapq.heappush(self._kept, entry)
                else:
                    heapq.heappushpop(self._kept, entry)
            yield batch

    def best(self, size: int) -> list[list[Verbatim]]:
        """In batches of that size, the most telling first."""
        ranked = [verbatim for _, _, verbatim in sorted(self._kept, reverse=True)]
        return [ranked[start : start + size] for start in range(0, len(ranked), size)]


def _settled(market: Market, found: Sequence[Finding]) -> Sequence[Finding]:
    """Said once, and without what a model might have made up of a person."""
    scrubber = Scrubber(market)
    return [replace(one, text=scrubber.scrub(one.text)) for one in merged(found)]
