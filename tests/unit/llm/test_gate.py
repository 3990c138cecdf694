"""The limit's rules, and who gets through the gate."""

import asyncio

import pytest
import uvloop
from hypothesis import given
from hypothesis import strategies as st

from suara.llm.gate import START, Gate, Limit
from suara.telemetry.models import CALLS_IN_FLIGHT, HELD

MAXIMA = st.integers(1, 200)


@given(MAXIMA, st.lists(st.sampled_from(["success", "overload", "late overload"]), max_size=300))
def test_the_limit_stays_between_one_and_the_maximum(maximum: int, events: list[str]) -> None:
    limit = Limit(maximum)
    for event in events:
        if event == "success":
            limit.succeeded()
        else:
            limit.overloaded(limit.round - (event == "late overload"))
        assert 1 <= limit.calls <= maximum


@given(MAXIMA, st.integers(0, 200))
def test_successes_never_lower_the_limit_and_make_room_one_by_one(maximum: int, count: int) -> None:
    limit = Limit(maximum)
    for _ in range(count):
        before = limit.calls
        limit.succeeded()
        assert before <= limit.calls <= before + 1


@given(st.integers(2, 200))
def test_an_overload_halves_the_limit_once_for_all_calls_of_a_round(maximum: int) -> None:
    limit = Limit(maximum)
    before, round_ = limit.calls, limit.round
    assert limit.overloaded(round_)
    assert limit.calls == max(1, before // 2)
    assert not limit.overloaded(round_)
    assert limit.calls == max(1, before // 2)


@given(st.integers(1, 8))
def test_the_limit_recovers_from_any_number_of_overloads(overloads: int) -> None:
    limit = Limit(32)
    for _ in range(overloads):
        limit.overloaded(limit.round)
    for _ in range(600):
        limit.succeeded()
    assert limit.calls == 32


def test_a_group_of_ten_is_not_slowed_at_the_start() -> None:
    assert Limit(32).calls == START >= 10


async def test_callers_are_admitted_in_the_order_they_came() -> None:
    gate, admitted = Gate(1, "chat"), list[int]()

    async def call(number: int) -> None:
        async with gate.admitted():
            admitted.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*[call(number) for number in range(20)])
    assert admitted == list(range(20))


async def test_those_who_give_up_leave_no_gap_and_take_no_place() -> None:
    gate, under_way, most = Gate(3, "chat"), 0, 0

    async def call() -> None:
        nonlocal under_way, most
        async with gate.admitted():
            under_way += 1
            most = max(most, under_way)
            try:
                await asyncio.sleep(0.001)
            finally:
                under_way -= 1

    calls = [asyncio.create_task(call()) for _ in range(60)]
    for position, one in enumerate(calls):
        await asyncio.sleep(0)
        if position % 2:
            one.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    assert most == 3
    async with asyncio.timeout(5):
        await asyncio.gather(call(), call(), call())
    assert most == 3


async def test_nobody_is_admitted_while_the_gate_is_held() -> None:
    gate = Gate(4, "chat")
    gate.hold(0.05)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), gate.admitted():
            pass
    async with asyncio.timeout(5), gate.admitted():
        assert gate.held_seconds == 0


async def test_a_pause_shows_while_it_lasts() -> None:
    gate = Gate(2, "embeddings")
    gate.hold(0.05)
    assert 0 < HELD.labels("embeddings")._value.get() <= 0.05
    async with gate.admitted():
        assert HELD.labels("embeddings")._value.get() == 0
        assert CALLS_IN_FLIGHT.labels("embeddings")._value.get() == 1
    assert CALLS_IN_FLIGHT.labels("embeddings")._value.get() == 0


def test_a_pause_ends_for_those_who_wait_also_where_timers_are_early() -> None:
    async def each_pause() -> None:
        for fraction in range(20):
            gate = Gate(2, "chat")
            gate.hold(0.002 + fraction / 20_000)
            async with asyncio.timeout(5), gate.admitted():
                pass

    uvloop.run(each_pause())
