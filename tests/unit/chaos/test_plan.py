"""The plan of a chaos run depends on its seed alone, and has all that a run must have."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from chaos.plan import KILLS, SERVERS, SERVICES, Kind, outages, plan

seeds = st.integers(0, 2**64)
sizes = st.integers(1, 400)


@settings(max_examples=25)
@given(seeds, sizes)
def test_the_same_seed_gives_the_same_plan(seed: int, groups: int) -> None:
    assert plan(seed, groups) == plan(seed, groups)


@settings(max_examples=25)
@given(seeds, sizes)
def test_faults_come_in_order_while_groups_are_sent(seed: int, groups: int) -> None:
    moments = [fault.after for fault in plan(seed, groups)]
    assert moments == sorted(moments)
    assert all(0 <= moment < groups for moment in moments)


@settings(max_examples=25)
@given(seeds, sizes)
def test_even_a_small_run_kills_every_service_and_every_server(seed: int, groups: int) -> None:
    killed = {fault.target for fault in plan(seed, groups) if fault.kind in KILLS}
    assert killed == {*SERVICES, *SERVERS}


@settings(max_examples=25)
@given(seeds, st.integers(50, 400))
def test_a_run_of_some_size_has_every_kind_of_fault(seed: int, groups: int) -> None:
    assert {fault.kind for fault in plan(seed, groups)} == set(Kind)


@settings(max_examples=25)
@given(seeds, st.integers(300, 400))
def test_three_hundred_groups_see_a_hundred_kills_and_twenty_outages(
    seed: int, groups: int
) -> None:
    faults = plan(seed, groups)
    assert sum(fault.kind in KILLS for fault in faults) >= 100
    assert len(outages(faults)) >= 20


@settings(max_examples=25)
@given(seeds, sizes)
def test_services_are_killed_equally_often(seed: int, groups: int) -> None:
    kills = Counter(fault.target for fault in plan(seed, groups) if fault.kind is Kind.KILL)
    assert max(kills.values()) - min(kills.values()) <= 1


def test_seeds_differ() -> None:
    assert len({plan(seed, 12) for seed in range(20)}) == 20
