"""One run of the pipeline, measured in the process that calls it."""

import asyncio
import os
import re
import resource
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from ethnography.adapters.built_in_extractor import BuiltInExtractor
from ethnography.domain.cleaning import Cleaner, Dropped
from ethnography.domain.snapshots import live_snapshot
from ethnography.domain.verbatims import Verbatim
from ethnography_bench.reviews import MARKETS, NOW, reviews
from suara.markets import market

PAGE = 100
#: Personal data of the invented reviews, as they write it.
_PRIVATE = re.compile(
    r"0917 ?\d|0918|63 918|0812|62 813|0987|84 90|@example|juan_\d|budi\.\d|an_\d|JP\d{4}"
    r"|24\d{4}ABC|Maria|Santoso|Văn An|Merdeka|Greenview|phố Huế"
)


class Run(NamedTuple):
    """Of one process. cpu_s is what one core works, whatever else runs on it; cleaning_s a part
    of it.
    """

    cpu_s: float
    seconds: float
    cleaning_s: float
    mib: float
    kept: int
    findings: int
    leaks: int
    dropped: Counter[str]


def measured(size: int) -> Run:
    """On one core, loading of models and lists included."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began, worked = time.perf_counter(), time.process_time()
    pipeline = _Pipeline(size)
    findings = asyncio.run(pipeline.run())
    seconds, cpu_s = time.perf_counter() - began, time.process_time() - worked
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(cpu_s, seconds, pipeline.cleaning_s, mib, pipeline.kept, findings, pipeline.leaks,
               pipeline.dropped)  # fmt: skip


class _Pipeline:
    def __init__(self, size: int) -> None:
        self._size = size
        self.kept = self.leaks = 0
        self.cleaning_s = 0.0
        self.dropped: Counter[str] = Counter()

    async def run(self) -> int:
        extractor, found = BuiltInExtractor(lambda: NOW), 0
        for code in MARKETS:
            findings = await extractor.extract(market(code), self._cleaned(code))
            live_snapshot(market(code), findings, None, (), NOW)
            found += len(findings)
        return found

    async def _cleaned(self, code: str) -> AsyncIterator[Sequence[Verbatim]]:
        cleaner, page = Cleaner(market(code)), list[Verbatim]()
        for post in reviews(self._size):
            if post.market != code:
                continue
            began = time.process_time()
            cleaned = cleaner.clean(post)
            self.cleaning_s += time.process_time() - began
            if isinstance(cleaned, Dropped):
                self.dropped[cleaned.reason] += 1
                continue
            self.kept += 1
            self.leaks += bool(_PRIVATE.search(cleaned.text))
            page.append(cleaned)
            if len(page) == PAGE:
                yield page
                page = []
        yield page
