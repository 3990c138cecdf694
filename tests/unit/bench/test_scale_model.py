"""The model of the pipeline keeps to what holds for any pipeline."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scale.flow import PROCESSES, Costs, Setup
from scale.limits import bound, limits
from scale.partitions import busy_workers, owners, partition_of
from scale.plan import AT_MOST_BUSY, Assumed, Load, planned
from scale.simulation import arrivals, batch, simulate

COSTS = Costs(
    cpu=dict.fromkeys(PROCESSES, 0.02) | {"model": 0.002, "avatar": 0.03},
    idle=dict.fromkeys(PROCESSES, 0.01),
    waiting=0.02,
)
setups = st.builds(
    Setup,
    workers=st.integers(1, 12),
    window=st.integers(1, 16),
    partitions=st.sampled_from([1, 4, 8, 24]),
    draft=st.floats(0.1, 3),
    profile=st.floats(0.1, 3),
    spread=st.sampled_from([0.0, 0.3]),
    calls_at_once=st.integers(1, 32),
    cores=st.sampled_from([None, 1, 2, 8]),
    allowed_calls=st.sampled_from([None, 2.0, 20.0]),
)
few_examples = settings(max_examples=25)


@few_examples
@given(setups, st.integers(1, 60), st.integers(0, 1_000))
def test_everybody_who_is_started_is_finished(setup: Setup, personas: int, seed: int) -> None:
    groups = batch(setup, personas, 0.01, seed)
    outcome = simulate(setup, COSTS, groups, seed)
    assert outcome.started == len(outcome.ended_at) == personas
    assert len(outcome.group_seconds) == len(groups)


@few_examples
@given(setups, st.integers(0, 1_000))
def test_no_more_comes_out_than_the_windows_or_the_cpu_allow(setup: Setup, seed: int) -> None:
    fixed = replace(setup, spread=0.0, allowed_calls=None)
    outcome = simulate(fixed, COSTS, batch(fixed, 60, seed=seed), seed)
    every_worker_busy = fixed.workers * fixed.window / (fixed.calls + COSTS.in_window)
    allowed = limits(fixed, COSTS) | {"windows": every_worker_busy}
    allowed |= {
        "calls": fixed.workers * fixed.calls_at_once / fixed.calls,
        "generators": fixed.workers / COSTS.cpu["generator"],
    }
    assert outcome.personas_per_second <= min(allowed.values()) * (1 + 1e-6)


@few_examples
@given(setups, st.integers(0, 1_000))
def test_the_same_seed_gives_the_same_outcome(setup: Setup, seed: int) -> None:
    groups = batch(setup, 20, seed=seed)
    assert simulate(setup, COSTS, groups, seed) == simulate(setup, COSTS, groups, seed)


@given(setups)
def test_more_of_anything_never_lowers_the_bound(setup: Setup) -> None:
    setup = replace(setup, cores=None)
    more = [
        replace(setup, workers=setup.workers + 1),
        replace(setup, window=setup.window + 1),
        replace(setup, partitions=2 * setup.partitions),
    ]
    assert all(bound(one, COSTS) >= bound(setup, COSTS) for one in more)


@given(st.integers(1, 40), st.integers(1, 60))
def test_each_partition_has_one_owner_and_no_worker_two_more_than_another(
    workers: int, partitions: int
) -> None:
    numbers = [who for topic in owners(workers, partitions).values() for who in topic]
    held = [numbers.count(worker) for worker in range(workers)]
    assert sum(held) == 3 * partitions
    assert max(held) - min(held) <= 1


@given(st.uuids(), st.integers(1, 100))
def test_a_key_always_has_the_same_partition(key: UUID, partitions: int) -> None:
    found = partition_of(key, partitions)
    assert found == partition_of(key, partitions)
    assert 0 <= found < partitions


@pytest.mark.parametrize(
    ("workers", "busy"), [(8, 8), (12, 12), (16, 12), (23, 12), (24, 24), (30, 24)]
)
def test_workers_beyond_a_divisor_of_the_partitions_do_not_help(workers: int, busy: float) -> None:
    assert busy_workers(workers, 24) == busy


def test_a_provider_that_refuses_is_the_bound_and_nothing_is_lost() -> None:
    setup = Setup(workers=4, window=8, calls_at_once=8, draft=0.5, profile=0.5, allowed_calls=4.0)
    outcome = simulate(setup, COSTS, batch(setup, 100))
    assert outcome.refused > 0
    assert len(outcome.ended_at) == 100
    assert outcome.personas_per_second <= limits(setup, COSTS)["provider"] * 1.05


def test_a_hot_worker_holds_up_a_batch() -> None:
    even = Setup(workers=8, window=4, partitions=24)
    outcome = simulate(even, COSTS, batch(even, 240))
    assert outcome.personas_per_second < 0.95 * bound(even, COSTS)
    assert max(outcome.held) > 1.1 * sum(outcome.held) / len(outcome.held)


@few_examples
@given(st.floats(0.01, 20))
def test_a_plan_carries_its_load_with_room_to_spare(groups_per_second: float) -> None:
    load = Load("any", groups_per_second)
    setup = planned(load, COSTS, Assumed())
    assert load.personas_per_second <= AT_MOST_BUSY * limits(setup, COSTS)["windows"] * (1 + 1e-9)
    assert setup.partitions >= setup.workers


def test_a_planned_system_keeps_up_in_the_simulation() -> None:
    load = Load("any", 1.0)
    setup = planned(load, COSTS, Assumed())
    outcome = simulate(setup, COSTS, arrivals(setup, load.groups_per_second, 120))
    assert sorted(outcome.group_seconds)[len(outcome.group_seconds) // 2] < 3 * setup.calls
