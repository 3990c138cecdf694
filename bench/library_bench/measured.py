"""One worker's index over one library: runs in a process of its own.

Matches follow one another faster than the index looks for changes, so that no look is among them:
the embedded MongoDB goes through the whole collection for one, a server with the index does not.
"""

import asyncio
import os
import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import psutil

from library.adapters.embeddings import StaticEmbeddings
from library.adapters.library_index import LibraryIndex
from library.adapters.vectors import MongoVectors
from library.domain.similarity import Vector
from library_bench.store import COMPANY
from suara import mongo
from suara.events import PersonaCast
from suara.personas import Cast, Definition
from suara.settings import MongoSettings

MIB = 1024 * 1024


@dataclass(frozen=True)
class Run:
    """best: id of the best match of each cast, None where there is none. mib: resident after
    loading and matching; peak_mib: at most.
    """

    cold_start_s: float
    mib: float
    peak_mib: float
    milliseconds: list[float]
    best: list[UUID | None]


class ForgetfulEmbeddings(StaticEmbeddings):
    """Every text is embedded anew, as if it were asked for the first time."""

    async def vectors(self, texts: Iterable[str]) -> dict[str, Vector]:
        self._vectors = {}
        return await super().vectors(texts)


def measured(url: str, database: str, wanted: list[tuple[Cast, Definition]]) -> Run:
    """Cold start, then one match after the other."""
    os.environ |= {"SUARA_MONGO_URL": url, "SUARA_MONGO_DATABASE": database}
    return asyncio.run(_measured(wanted))


async def _measured(wanted: list[tuple[Cast, Definition]]) -> Run:
    with mongo.connected(MongoSettings(), "bench") as database:
        started = time.perf_counter()
        index = LibraryIndex(MongoVectors(database), ForgetfulEmbeddings())
        await index.load()
        cold_start = time.perf_counter() - started
        for cast, definition in wanted[:20]:  # code paths and market data are warm in a worker
            next(iter(await index.best_first(_event(cast, definition))), None)
        times, best = [], []
        for cast, definition in wanted:
            event = _event(cast, definition)
            before = time.perf_counter()
            found = next(iter(await index.best_first(event)), None)
            times.append((time.perf_counter() - before) * 1000)
            best.append(found)
    memory = psutil.Process().memory_info().rss / MIB
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(cold_start, memory, peak, times, best)


def _event(cast: Cast, definition: Definition) -> PersonaCast:
    anybody = UUID(int=1)
    return PersonaCast(
        company_id=COMPANY,
        project_id=anybody,
        group_id=anybody,
        generation_id=anybody,
        persona_id=anybody,
        definition=definition,
        cast=cast,
    )
