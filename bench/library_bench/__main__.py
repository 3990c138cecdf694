"""Matches in libraries of 10,000, 100,000 and 1,000,000 personas of one company."""

import asyncio
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from library.adapters.embeddings import STATIC_SIMILARITY, StaticEmbeddings
from library.domain.query import query
from library.domain.similarity import Occupation
from library.domain.titles import title_of
from library_bench.exact import Everybody
from library_bench.measured import Run, measured
from library_bench.people import People, people, real_casts
from library_bench.store import COMPANY, store
from report import Figures, Target, report_columns
from suara.library import packed
from suara.markets import market
from suara.personas import Cast, Definition
from suara_local.servers import Servers

SIZES = (10_000, 100_000, 1_000_000)
MATCHES = 1_000
TARGETS = {
    "match_p50_ms": Target(most=2),
    "match_p99_ms": Target(most=10),
    "resident_mib": Target(most=1_500),
    "cold_start_s": Target(most=60),
    "top1_equal_to_exact_percent": Target(least=99.9),
}

Wanted = list[tuple[Cast, Definition]]


def main() -> int:
    casts, wanted = real_casts(seed=1), _wanted(real_casts(seed=2, requests=150))
    columns: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as folder, Servers.start(Path(folder)) as servers:
        url = servers.environment["SUARA_MONGO_URL"]
        for size in SIZES:
            print(f"{size:,} personas ...", flush=True)
            crowd = people(casts, size, seed=size)
            store(url, f"bench{size}", crowd)
            # A process of its own: what another one needed is not its memory.
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                run = pool.submit(measured, url, f"bench{size}", wanted).result()
            columns[f"{size:,}"] = _figures(run, crowd, wanted)
    _add_growth(columns)
    title = "Library: one match after the other on one core, by size of the library"
    return 0 if report_columns("library", title, columns, TARGETS) else 1


def _wanted(casts: list[Cast]) -> Wanted:
    """Half of them for the cast's city, half for its country."""
    some = casts[:: max(1, len(casts) // MATCHES)][:MATCHES]
    places = [(one.location, market(one.market).country) for one in some]
    return [
        (one, Definition(location=place[number % 2]))
        for number, (one, place) in enumerate(zip(some, places, strict=True))
    ]


def _figures(run: Run, crowd: People, wanted: Wanted) -> Figures:
    exact = asyncio.run(_exact(crowd, wanted))
    equal = sum(one == other for one, other in zip(run.best, exact, strict=True))
    return {
        "distinct_occupations": len({cast.occupation for cast in crowd.casts}),
        "match_p50_ms": float(np.percentile(run.milliseconds, 50)),
        "match_p99_ms": float(np.percentile(run.milliseconds, 99)),
        "match_mean_ms": float(np.mean(run.milliseconds)),
        "resident_mib": run.mib,
        "peak_mib": run.peak_mib,
        "cold_start_s": run.cold_start_s,
        "top1_equal_to_exact_percent": 100 * equal / len(wanted),
        "matched_percent": 100 * sum(one is not None for one in run.best) / len(wanted),
    }


async def _exact(crowd: People, wanted: Wanted) -> list[object]:
    texts = {title_of(one.occupation, one.market).text for one in crowd.casts}
    texts |= {title_of(cast.occupation, cast.market).text for cast, _ in wanted}
    everybody = Everybody(crowd, await StaticEmbeddings().vectors(texts))
    found: list[object] = []
    for cast, definition in wanted:
        title = title_of(cast.occupation, cast.market)
        occupation = Occupation(title, everybody.vectors[title.text])
        asked = query(COMPANY, cast, definition, occupation, packed(cast.dispositions))
        found.append(everybody.best(asked, STATIC_SIMILARITY))
    return found


def _add_growth(columns: dict[str, Figures]) -> None:
    """How much more a match costs than in the library before, which is a tenth as large."""
    before: Figures | None = None
    for figures in columns.values():
        figures["library_grew_times"] = 10.0 if before else 1.0
        grew = figures["match_mean_ms"] / before["match_mean_ms"] if before else 1.0
        figures["cost_grew_times"] = grew
        before = figures


if __name__ == "__main__":
    sys.exit(main())
