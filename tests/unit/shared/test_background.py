"""What a service does beside its messages begins with them, ends with them, and may not die."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from suara.events import Envelope
from suara.service import Service, _work


class Consumes:
    """A worker that has no messages."""

    async def run(self, stopping: asyncio.Event) -> None:
        await stopping.wait()


class Publishes:
    async def publish(self, _: Iterable[Envelope]) -> None:
        """To nobody."""


def a_service(background: Any) -> Any:
    return Service("tests", [], None, None, background=background)  # type: ignore[arg-type]


async def work(background: Any, stopping: asyncio.Event, worker: Any = None) -> None:
    await _work(a_service(background), Publishes(), worker or Consumes(), stopping)  # type: ignore[arg-type]


async def test_it_is_cancelled_when_the_service_stops() -> None:
    stopping, ended = asyncio.Event(), asyncio.Event()

    async def background(_: Any) -> None:
        stopping.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    await work(background, stopping)
    assert ended.is_set()


async def test_its_error_stops_the_service() -> None:
    stopping = asyncio.Event()

    async def background(_: Any) -> None:
        raise RuntimeError("unforeseen")

    with pytest.raises(RuntimeError, match="unforeseen"):
        await work(background, stopping)
    assert stopping.is_set()


async def test_it_does_not_outlive_a_worker_that_fails() -> None:
    ended = asyncio.Event()

    async def background(_: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    class Fails(Consumes):
        async def run(self, _: asyncio.Event) -> None:
            await asyncio.sleep(0)
            raise RuntimeError("neither handled nor dead-lettered")

    with pytest.raises(RuntimeError, match="neither"):
        await work(background, asyncio.Event(), Fails())
    assert ended.is_set()


async def test_a_service_may_have_nothing_beside_its_messages() -> None:
    stopping = asyncio.Event()
    stopping.set()
    await work(None, stopping)
