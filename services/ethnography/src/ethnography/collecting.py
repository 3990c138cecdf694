"""Reading one source to its end, whatever it does."""

import asyncio
import traceback
from collections.abc import AsyncGenerator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from ethnography.domain.cleaning import Cleaner, Dropped
from ethnography.domain.health import Heard
from ethnography.domain.verbatims import Post, Verbatim
from ethnography.metrics import OUTCOMES, SOURCE_READS
from ethnography.ports import Snapshots, Source, SourceError, Verbatims
from ethnography.tally import Tally
from suara.outages import OUTAGES

_log = structlog.get_logger()

# What the sources that can tell take at once.
_ASKED_AT_ONCE = 100


@dataclass(frozen=True)
class Bounds:
    """retention: how long verbatims are kept, and how far back texts are asked for.
    source_seconds: for all that is asked of a source in one refresh. rechecks: how many kept
    verbatims of a source are asked about in one refresh.
    """

    retention: timedelta = timedelta(days=30)
    source_seconds: float = 600
    rechecks: int = 1_000


class Cleaning:
    """A market's cleaner, for all sources of a refresh: they are read side by side."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._cleaner = cleaner
        self._alone = asyncio.Lock()

    async def clean(self, posts: Sequence[Post]) -> list[tuple[Post, Verbatim | Dropped]]:
        """In a thread: a page takes a tenth of a second."""
        async with self._alone:
            return await asyncio.to_thread(lambda: [(p, self._cleaner.clean(p)) for p in posts])


class Collector:
    """Brings a market's verbatims up to date with its sources."""

    def __init__(self, verbatims: Verbatims, snapshots: Snapshots, bounds: Bounds) -> None:
        self._verbatims = verbatims
        self._snapshots = snapshots
        self._bounds = bounds

    async def collect(
        self, source: Source, market: str, cleaning: Cleaning, began: datetime
    ) -> Heard:
        """What came of it. Whatever the source does wrong is its own affair.

        Raises:
            OUTAGES: MongoDB is away.
        """
        tally = Tally(source.name)
        try:
            async with asyncio.timeout(self._bounds.source_seconds):
                await self._fetch(source, market, cleaning, began, tally)
                await self._recheck(source, market, began)
        except SourceError as error:
            tally.broke_off(str(error), error.state)
        except TimeoutError:
            tally.broke_off(f"was cut off after {self._bounds.source_seconds:g} s")
        except OUTAGES:
            raise
        except Exception as error:
            # Not its text: it may quote what was scraped.
            tally.broke_off(f"could not be read ({type(error).__name__})")
            _log.error("source.broke", source=source.name, market=market, at=where(error))
        SOURCE_READS.labels(source.name, OUTCOMES[tally.state]).inc()
        return tally.heard()

    async def _fetch(
        self, source: Source, market: str, cleaning: Cleaning, began: datetime, tally: Tally
    ) -> None:
        pages = source.pages(market, began - self._bounds.retention)
        try:
            async for page in pages:
                kept, dropped = tally.sort(await cleaning.clean(page))
                await self._verbatims.keep(kept, began)
                # It may have been kept before it was edited, or before a copy of it came.
                await self._forget(dropped)
        finally:
            if isinstance(pages, AsyncGenerator):
                await pages.aclose()

    async def _recheck(self, source: Source, market: str, began: datetime) -> None:
        """Ask about what did not come again: whoever deletes a text is to be forgotten."""
        left = self._bounds.rechecks
        while left > 0:
            ids = await self._verbatims.longest_unchecked(
                market, source.name, began, min(left, _ASKED_AT_ONCE)
            )
            if not ids:
                return
            gone = set(await source.gone(ids)).intersection(ids)
            await self._forget(gone)
            await self._verbatims.checked(set(ids) - gone, began)
            left -= len(ids)

    async def _forget(self, ids: Collection[str]) -> None:
        stored = await self._verbatims.stored(ids)
        if stored:
            # The verbatims last: as long as they are there, this is begun again after a crash.
            await self._snapshots.forget(stored)
            await self._verbatims.purge(stored)
            _log.info("verbatims.forgotten", count=len(stored))


def where(error: BaseException) -> str:
    """The kind of an error and the line it rose from; not its text."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
