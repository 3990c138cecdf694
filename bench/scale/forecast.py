"""Loads that this machine cannot carry, and what becomes of them when something goes otherwise."""

from dataclasses import replace

from report import Figures
from scale.flow import CALLS_PER_PERSONA, Costs, Setup
from scale.limits import bound
from scale.plan import Assumed, Load, needs, planned
from scale.simulation import Outcome, arrivals, simulate
from scale.volumes import Counts

LOADS = (
    Load("10,000 groups/h", 10_000 / 3_600),
    Load("1,000,000 groups/day", 1_000_000 / 86_400),
)
SECONDS = 240.0
WARM_UP_SECONDS = 60.0


def forecasts(costs: Costs, volumes: Counts, assumed: Assumed) -> dict[str, Figures]:
    """By load: what it needs, and how long groups take then."""
    found = {}
    for load in LOADS:
        setup = planned(load, costs, assumed)
        figures = needs(load, setup, costs, volumes, assumed)
        found[load.name] = figures | _played(load, setup, costs)
    return found


def otherwise(costs: Costs, assumed: Assumed) -> dict[str, Figures]:
    """The first load on what was planned for it, under other conditions."""
    load = LOADS[0]
    setup = planned(load, costs, assumed)
    calls = CALLS_PER_PERSONA * load.personas_per_second
    half = setup.partitions // 2
    changes = {
        "as planned": setup,
        "model twice as slow": replace(setup, draft=2 * setup.draft, profile=2 * setup.profile),
        "provider takes 80 % of the calls": replace(setup, allowed_calls=0.8 * calls),
        "half the partitions": replace(setup, partitions=half),
        "a quarter of the partitions": replace(setup, partitions=half // 2),
        "4 workers more": replace(setup, workers=setup.workers + 4),
        "4 workers fewer": replace(setup, workers=setup.workers - 4),
    }
    return {
        name: _conditions(one, costs) | _played(load, one, costs) for name, one in changes.items()
    }


def _conditions(setup: Setup, costs: Costs) -> Figures:
    return {
        "generator_workers": float(setup.workers),
        "partitions": float(setup.partitions),
        "bound_personas_per_second": bound(setup, costs),
    }


def _played(load: Load, setup: Setup, costs: Costs) -> Figures:
    """Four minutes of arrivals, the first one apart. Where more comes than goes, times are only
    those of so short an overload.
    """
    outcome = simulate(setup, costs, arrivals(setup, load.groups_per_second, SECONDS))
    watched = SECONDS - WARM_UP_SECONDS
    ended = sum(WARM_UP_SECONDS <= at < SECONDS for at in outcome.ended_at)
    return {
        "completed_personas_per_second": ended / watched,
        "group_p50_seconds": _quantile(outcome, 0.5),
        "group_p95_seconds": _quantile(outcome, 0.95),
        "refused_calls_per_persona": outcome.refused / len(outcome.ended_at),
    }


def _quantile(outcome: Outcome, share: float) -> float:
    ordered = sorted(outcome.group_seconds)
    return ordered[int(share * len(ordered))]
