"""From what the sources say now to a market's next snapshot."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from ethnography.collecting import Cleaning, Collector
from ethnography.domain.cleaning import Cleaner
from ethnography.domain.health import Heard, failing, health_of
from ethnography.domain.snapshots import live_snapshot
from ethnography.domain.verbatims import SourceName, Verbatim
from ethnography.ports import Extractor, Snapshots, Source, Verbatims
from suara.markets import BUNDLED, Market, Snapshot, SourceHealth, bundled_snapshot, market

_log = structlog.get_logger()


@dataclass(frozen=True)
class Refreshed:
    """snapshot: the market's latest now. heard: whether it is fresh; False if it is an older one
    because no source answered.
    """

    snapshot: Snapshot
    heard: bool


class Refresh:
    """One market at a time for each call; calls for different markets may run side by side.

    off: the sources that are not configured, each with what it lacks.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        collector: Collector,
        verbatims: Verbatims,
        snapshots: Snapshots,
        extractor: Extractor,
        off: Iterable[tuple[SourceName, str]] = (),
    ) -> None:
        self._sources = sources
        self._off = [Heard(name, "not_configured", why) for name, why in off]
        self._collector = collector
        self._verbatims = verbatims
        self._snapshots = snapshots
        self._extractor = extractor
        self._turn = asyncio.Lock()

    async def __call__(self, code: str) -> Refreshed:
        """Takes as long as the sources' paces make it, which may be minutes.

        Raises:
            UnknownCountry: there is no such market.
            OUTAGES: MongoDB is away.
        """
        began = datetime.now(UTC)
        grounding = await asyncio.to_thread(market, code)
        heard = await self._hear(grounding, began)
        refreshed = await self._outcome(grounding, heard, began)
        _log.info(
            "snapshot.refreshed",
            market=code,
            version=refreshed.snapshot.version,
            fresh=refreshed.heard,
            signals=len(refreshed.snapshot.signals),
            failing=failing(refreshed.snapshot),
            sources={one.name: _told(one) for one in heard},
        )
        return refreshed

    async def _hear(self, grounding: Market, began: datetime) -> Sequence[Heard]:
        """All sources of the market at once, each on its own."""
        code = grounding.market
        serving = [source for source in self._sources if source.serves(code)]
        if not serving:
            return ()
        cleaning = Cleaning(await asyncio.to_thread(Cleaner, grounding))
        # One market after the other: they would only wait for each other's turns at the sources,
        # while the time each may take runs out.
        async with self._turn:
            return await asyncio.gather(
                *(self._collector.collect(source, code, cleaning, began) for source in serving)
            )

    async def _outcome(
        self, grounding: Market, heard: Sequence[Heard], began: datetime
    ) -> Refreshed:
        last = await self._snapshots.latest(grounding.market)
        silence = bool(heard) and not any(one.answered for one in heard)
        if silence and last and last.source != BUNDLED:
            counts = {one.name: one.verbatims for one in last.sources}
            kept = last.model_copy(update={"sources": self._health(heard, last, counts, began)})
            await self._snapshots.note_health(kept)
            return Refreshed(kept, heard=False)
        snapshot = await self._made(grounding, heard, last, began)
        await self._snapshots.save(snapshot, began)
        return Refreshed(snapshot, heard=not silence)

    async def _made(
        self, grounding: Market, heard: Sequence[Heard], last: Snapshot | None, began: datetime
    ) -> Snapshot:
        counts: Counter[str] = Counter()
        if await self._verbatims.any_of(grounding.market):
            stream = _counted(self._verbatims.of(grounding.market), counts)
            findings = await self._extractor.extract(grounding, stream)
            health = self._health(heard, last, counts, began)
            if findings:
                return await asyncio.to_thread(
                    live_snapshot, grounding, findings, last, health, began
                )
        bundled = await asyncio.to_thread(bundled_snapshot, grounding)
        return bundled.model_copy(update={"sources": self._health(heard, last, counts, began)})

    def _health(
        self,
        heard: Sequence[Heard],
        last: Snapshot | None,
        counts: Mapping[str, int],
        began: datetime,
    ) -> tuple[SourceHealth, ...]:
        return health_of([*self._off, *heard], last, counts, began)


async def _counted(
    verbatims: AsyncIterator[Sequence[Verbatim]], counts: Counter[str]
) -> AsyncIterator[Sequence[Verbatim]]:
    async for batch in verbatims:
        counts.update(verbatim.source for verbatim in batch)
        yield batch


def _told(heard: Heard) -> dict[str, object]:
    told: dict[str, object] = {"state": heard.state, "fetched": heard.fetched, "kept": heard.kept}
    if heard.reason:
        told["reason"] = heard.reason
    return told | {"dropped": dict(heard.dropped)}
