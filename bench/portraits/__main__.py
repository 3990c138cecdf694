"""Portraits: of the built-in artist, and of a worker whose image model takes two seconds.

A picture of the model is a photograph of 2 MB, as image models make them.
"""

import argparse
import sys
from pathlib import Path

from portraits import local, service, sheet
from report import Target, report
from suara.testing.likeness import LEAST_COLOUR_DISTANCE, LEAST_HASH_DISTANCE

TARGETS = {
    "local_portraits_per_cpu_second": Target(least=25),
    "least_hash_distance_bits": Target(least=LEAST_HASH_DISTANCE),
    "least_colour_distance": Target(least=LEAST_COLOUR_DISTANCE),
    "model_portraits_per_second": Target(least=7.5),
    "model_peak_rss_mb": Target(most=250),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="portraits", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="of drawing 60 people")
    parser.add_argument("--sheet", type=Path, help="write the contact sheet there instead")
    chosen = parser.parse_args()
    if chosen.sheet:
        sheet.write(chosen.sheet)
        return 0
    figures = local.speed(chosen.runs) | local.difference() | service.with_a_model()
    return 0 if report("portraits", "Portraits in four sizes", figures, TARGETS) else 1


if __name__ == "__main__":
    sys.exit(main())
