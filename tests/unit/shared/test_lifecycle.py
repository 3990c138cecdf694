"""Work that a stop signal ends."""

import asyncio

import pytest

from suara.kafka.lifecycle import unless


async def test_work_that_ends_first_gives_its_result() -> None:
    async def work() -> int:
        return 42

    assert await unless(asyncio.Event(), work()) == 42


async def test_an_error_of_the_work_rises() -> None:
    async def work() -> int:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await unless(asyncio.Event(), work())


async def test_work_has_ended_when_a_stop_signal_is_obeyed() -> None:
    stopping, steps = asyncio.Event(), []

    async def work() -> None:
        try:
            stopping.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("cleaned up")

    assert await unless(stopping, work()) is None
    assert steps == ["cleaned up"]
