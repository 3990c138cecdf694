"""The index of this worker: loaded at start, brought up to date when it is asked."""

import asyncio
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

import structlog

from library.adapters.vectors import MongoVectors, entries
from library.domain.company import Company
from library.domain.index import Index, Match
from library.domain.query import query
from library.domain.similarity import Occupation
from library.domain.titles import title_of
from library.metrics import MATCH_SECONDS
from library.ports import Embeddings
from suara.events import PersonaCast
from suara.library import packed
from suara.llm import ModelError

_log = structlog.get_logger()

#: A look at what changed is good for so long.
FRESH_SECONDS = 0.25
#: A change may become visible later than another that is timed later, but hardly by more: what is
#: older than the latest that was seen so long ago is not looked at again.
OVERLAP_SECONDS = 10.0


class LibraryIndex:
    """fresh_seconds: how old a look at the changes may be."""

    def __init__(
        self, vectors: MongoVectors, embeddings: Embeddings, fresh_seconds: float = FRESH_SECONDS
    ) -> None:
        self._vectors = vectors
        self._embeddings = embeddings
        self._fresh_seconds = fresh_seconds
        self._index: Index | None = None
        self._latest: datetime | None = None
        self._horizon: datetime | None = None  # later changes are looked at
        self._looks: deque[tuple[float, datetime]] = deque()
        self._seen: dict[UUID, datetime] = {}
        self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self._merges: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await asyncio.gather(*self._merges, return_exceptions=True)

    def __len__(self) -> int:
        return len(self._index) if self._index else 0

    async def load(self) -> None:
        """Build the index anew from all that is stored; the old one serves until it is done."""
        index = Index(self._embeddings.least_similarity)
        latest, started = await self._vectors.now(), _now()
        async for batch in self._vectors.batches():
            await asyncio.to_thread(_put, index, batch)
        await asyncio.to_thread(index.settled)
        self._index, self._latest, self._seen = index, latest, {}
        self._horizon = latest - timedelta(seconds=OVERLAP_SECONDS)
        self._looks = deque([(started, latest)])
        await self._learn(index)
        _log.info("index.loaded", personas=len(index))

    async def best_first(self, event: PersonaCast) -> Iterable[UUID]:
        """Raises ModelError if nobody can say what the cast's occupation means."""
        with MATCH_SECONDS.time():
            found = await self._search(event)
            # The search is done when it has the first: what follows is only read out.
            best = list(itertools.islice(found, 1))
        return (match.id for match in itertools.chain(best, found))

    async def _search(self, event: PersonaCast) -> Iterator[Match]:
        index = await self._fresh()
        title = title_of(event.cast.occupation, event.cast.market)
        meaning = (await self._embeddings.vectors([title.text]))[title.text]
        wanted = query(
            event.company_id,
            event.cast,
            event.definition,
            Occupation(title, meaning),
            packed(event.cast.dispositions),
        )
        return index.search(wanted)

    async def _fresh(self) -> Index:
        """The index with all that was stored a moment ago. One look serves all who wait for it."""
        async with self._looking:
            if self._index is None:
                await self.load()
            index = self._index
            assert index is not None  # noqa: S101 - load has put it there
            if _now() - self._looked >= self._fresh_seconds:
                started = _now()
                await self._apply_changes(index, started)
                self._looked = started
        return index

    async def _apply_changes(self, index: Index, now: float) -> None:
        while self._looks and self._looks[0][0] <= now - OVERLAP_SECONDS:
            self._horizon = self._looks.popleft()[1]
        for changed, entry in await self._vectors.changed_after(self._horizon):
            if self._seen.get(entry.id) != changed:
                index.put(entry)
                self._seen[entry.id] = changed
                self._latest = max(self._latest or changed, changed)
        if self._latest:
            self._looks.append((now, self._latest))
        if horizon := self._horizon:
            self._seen = {id_: moment for id_, moment in self._seen.items() if moment > horizon}
        await self._learn(index)
        for company in index.crowded():
            company.begin_merge()
            task = asyncio.create_task(_merge(company))
            self._merges.add(task)
            task.add_done_callback(self._merges.discard)

    async def _learn(self, index: Index) -> None:
        """Those whose occupation nobody can explain now are not found until somebody can."""
        texts = index.missing_texts()
        if not texts:
            return
        try:
            index.learn(await self._embeddings.vectors(texts))
        except ModelError as error:
            _log.warning("index.incomplete", occupations=len(texts), reason=str(error))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _put(index: Index, batch: bytes) -> None:
    index.put_all(entries(batch))


async def _merge(company: Company) -> None:
    company.end_merge(await asyncio.to_thread(company.merged))
