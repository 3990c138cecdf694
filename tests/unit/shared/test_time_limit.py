"""A time limit that many tasks share ends each of them in its time, and nobody else."""

import asyncio

import pytest

from suara.kafka.middleware.time_limit import TimeLimit

SOON, NEVER = 0.02, 3_600.0


async def outlast(limit: TimeLimit) -> None:
    with limit.begun():
        await asyncio.Event().wait()


async def test_all_that_take_too_long_time_out() -> None:
    limit = TimeLimit(SOON)
    late = [asyncio.create_task(outlast(limit)) for _ in range(3)]
    await asyncio.sleep(0)
    late.append(asyncio.create_task(outlast(limit)))

    ended = await asyncio.gather(*late, return_exceptions=True)

    assert [type(error) for error in ended] == [TimeoutError] * 4
    assert [task.cancelling() for task in late] == [0] * 4


async def test_what_ends_in_time_is_left_alone() -> None:
    limit = TimeLimit(SOON)
    with limit.begun():
        await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await outlast(limit)  # the timer was set for the first one

    with limit.begun():
        pass
    await asyncio.sleep(2 * SOON)


async def test_somebody_elses_cancellation_stays_one() -> None:
    task = asyncio.create_task(outlast(TimeLimit(NEVER)))
    await asyncio.sleep(0)
    task.cancel()

    await asyncio.gather(task, return_exceptions=True)

    assert task.cancelled()


async def test_limits_may_be_within_each_other() -> None:
    with TimeLimit(NEVER).begun(), pytest.raises(TimeoutError):
        await outlast(TimeLimit(SOON))


async def test_another_error_passes() -> None:
    with pytest.raises(KeyError), TimeLimit(SOON).begun():
        raise KeyError("x")


async def test_a_cancellation_that_nobody_asked_the_task_for_is_an_error() -> None:
    waited_for = asyncio.get_running_loop().create_future()
    waited_for.cancel()
    with pytest.raises(RuntimeError, match="cancelled"), TimeLimit(60).begun():
        await waited_for
