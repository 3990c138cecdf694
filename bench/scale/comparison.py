"""Predicted and measured throughput, side by side."""

import os
import statistics

from report import Figures, Target
from scale.calibration import groups_of, setup_of
from scale.flow import Costs, Setup
from scale.limits import bound
from scale.measured import Batch
from scale.runs import CALIBRATED_WITH, Runs
from scale.simulation import batch, simulate

SEEDS = 15
TARGETS = {
    "prediction_off_percent": Target(most=15),
    "others_used_cores": Target(most=0.2),  # or it is their noise that was measured
}


def cores() -> int:
    return os.cpu_count() or 1


def columns(runs: Runs, costs: Costs) -> dict[str, Figures]:
    return {
        f"{workers} generator{'s' if workers > 1 else ''}"
        f"{' (calibrating)' if workers in CALIBRATED_WITH else ''}": _figures(batches, runs, costs)
        for workers, batches in runs.batches.items()
    }


def _figures(batches: list[Batch], runs: Runs, costs: Costs) -> Figures:
    """predicted: for personas whose keys fall by chance, as the median over seeds. replayed: for
    the very personas of each run, whose uneven spread over workers is then no surprise.
    """
    setup = _setup(batches[0], runs)
    rates = [one.personas_per_second for one in batches]
    apart = statistics.median(one.posting_seconds / len(one.people) for one in runs.calibrating)
    drawn = sorted(
        simulate(
            setup, costs, batch(setup, batches[0].personas, apart, seed), seed
        ).personas_per_second
        for seed in range(SEEDS)
    )
    replays = [simulate(setup, costs, groups_of(one)).personas_per_second for one in batches]
    middle, predicted = statistics.median(rates), statistics.median(drawn)
    return {
        "personas_in_a_run": float(batches[0].personas),
        "measured_personas_per_second": middle,
        "measured_slowest_run": min(rates),
        "measured_fastest_run": max(rates),
        "predicted_personas_per_second": predicted,
        "predicted_for_1_in_10_less_than": drawn[len(drawn) // 10],
        "predicted_for_1_in_10_more_than": drawn[-1 - len(drawn) // 10],
        "prediction_off_percent": 100 * abs(predicted / middle - 1),
        "replayed_personas_per_second": statistics.median(replays),
        "replay_off_percent": 100
        * statistics.median(abs(a / b - 1) for a, b in zip(replays, rates, strict=True)),
        "bound_personas_per_second": bound(setup, costs),
        "used_cores": statistics.median(
            sum(one.cpu_seconds.values()) / one.seconds for one in batches
        ),
        "others_used_cores": statistics.median(one.others_cores for one in batches),
    }


def _setup(one: Batch, runs: Runs) -> Setup:
    """Its number of workers; everything else as the calibrating runs had it."""
    known = setup_of(runs.calibrating[0], cores())
    return Setup(
        workers=one.workers,
        window=known.window,
        draft=statistics.median(setup_of(a, 1).draft for a in runs.calibrating),
        profile=statistics.median(setup_of(a, 1).profile for a in runs.calibrating),
        cores=known.cores,
        group_size=known.group_size,
    )
