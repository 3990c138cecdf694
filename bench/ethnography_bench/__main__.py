"""Reviews to snapshots with the built-in extractor, on one core: time and memory.

growth_mib: of memory from the least reviews to the most.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from ethnography_bench.measured import measured
from ethnography_bench.samples import samples
from report import Target, report

SIZES = (1_000, 5_000, 10_000)
TARGETS = {
    "10000_reviews_cpu_s": Target(most=20),
    "10000_reviews_mib": Target(most=400),
    "growth_mib": Target(most=40),
    "leaked_personal_data": Target(most=0),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, help="write sample snapshots there instead")
    chosen = parser.parse_args()
    if chosen.samples:
        chosen.samples.write_text(samples())
        return 0
    figures: dict[str, float] = {}
    # A process for each: the highest memory of one is not the next one's.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        runs = {size: pool.submit(measured, size).result() for size in SIZES}
    for size, run in runs.items():
        figures[f"{size}_reviews_cpu_s"] = run.cpu_s
        figures[f"{size}_reviews_wall_s"] = run.seconds
        figures[f"{size}_reviews_mib"] = run.mib
    last = runs[SIZES[-1]]
    figures |= {
        "growth_mib": last.mib - runs[SIZES[0]].mib,
        "cleaning_cpu_s": last.cleaning_s,
        "reviews_per_cpu_s": SIZES[-1] / last.cpu_s,
        "kept": last.kept,
        "findings": last.findings,
        "leaked_personal_data": last.leaks,
        **{f"dropped_{reason}": count for reason, count in sorted(last.dropped.items())},
    }
    title = "Reviews to three snapshots, one core, built-in extractor"
    return 0 if report("ethnography", title, figures, TARGETS) else 1


if __name__ == "__main__":
    sys.exit(main())
