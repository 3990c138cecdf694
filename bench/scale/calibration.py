"""Costs from measured batches: no figure is fitted to what is to be predicted."""

import statistics
from collections.abc import Mapping, Sequence

from scale.flow import CALLS_PER_PERSONA, PROCESSES, Costs, Setup
from scale.measured import DRAFT_SECONDS, GROUP_SIZE, PROFILE_SECONDS, Batch
from scale.simulation import Group, simulate

LEAST_CPU_SECONDS = 1e-5  # where idling hides what a persona costs


def calibrated(batches: Sequence[Batch], idle: Mapping[str, float], cores: int) -> Costs:
    """idle: cores, of one process of each kind while there is nothing to do.

    CPU is measured by process. What else a persona held of a window, beyond its model calls and
    what the simulation has it queue for, is waiting.
    """
    cpu = {kind: statistics.median(_cpu(one, idle, kind) for one in batches) for kind in PROCESSES}
    costs = Costs(cpu, dict(idle))
    unexplained = []
    for one in batches:
        outcome = simulate(setup_of(one, cores), costs, groups_of(one))
        unexplained.append(one.held_per_persona - outcome.held_per_persona)
    waiting = max(0.0, statistics.median(unexplained)) / CALLS_PER_PERSONA
    return Costs(cpu, dict(idle), waiting)


def setup_of(one: Batch, cores: int) -> Setup:
    """What it ran on. The model's latencies are what its server measured."""
    late = one.call_seconds / (DRAFT_SECONDS + PROFILE_SECONDS)
    return Setup(
        workers=one.workers,
        window=one.window,
        draft=DRAFT_SECONDS * late,
        profile=PROFILE_SECONDS * late,
        cores=cores,
        group_size=GROUP_SIZE,
    )


def groups_of(one: Batch) -> list[Group]:
    """The very groups of it, at the pace that they were requested at."""
    apart = one.posting_seconds / len(one.people)
    return [(number * apart, people) for number, people in enumerate(one.people)]


def _cpu(one: Batch, idle: Mapping[str, float], kind: str) -> float:
    processes = one.workers if kind == "generator" else 1
    at_rest = idle[kind] * processes * one.seconds
    return max(LEAST_CPU_SECONDS, (one.cpu_seconds[kind] - at_rest) / one.personas)
