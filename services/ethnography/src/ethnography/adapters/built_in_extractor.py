"""Findings by word lists: no model, nothing to configure."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

from ethnography.domain.extraction import Accumulator
from ethnography.domain.findings import Finding
from ethnography.domain.verbatims import Verbatim
from suara.markets import Market


def _now() -> datetime:
    return datetime.now(UTC)


class BuiltInExtractor:
    """An `Extractor` on the rules of `domain.extraction`.

    Some 2,000 verbatims a second, in a thread; findings are told in English whatever the language.
    """

    name = "built-in"

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    async def extract(
        self, market: Market, verbatims: AsyncIterator[Sequence[Verbatim]]
    ) -> Sequence[Finding]:
        heard = await asyncio.to_thread(Accumulator, market, self._clock())
        async for batch in verbatims:
            await asyncio.to_thread(_add, heard, batch)
        return await asyncio.to_thread(heard.findings)


def _add(heard: Accumulator, batch: Sequence[Verbatim]) -> None:
    for verbatim in batch:
        heard.add(verbatim)
