"""Starting clients while the broker is away, and work that a stop signal ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

import stamina
from aiokafka.errors import KafkaConnectionError

Result = TypeVar("Result")


class Client(Protocol):
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


async def connect(client: Client) -> None:
    """Start a client, waiting for the broker for as long as it is away."""
    async for attempt in stamina.retry_context(
        on=KafkaConnectionError, attempts=None, timeout=None, wait_max=5.0
    ):
        with attempt:
            await client.start()


async def disconnect(client: Client, seconds: float) -> None:
    """Stop a client, without waiting long for a broker that is away or for a rebalance to end.

    Whatever its stop raises is of no use any more: aiokafka's may even raise the CancelledError of
    a fetch that it cancels, which is nobody's here.
    """
    stopping = asyncio.ensure_future(client.stop())
    await asyncio.wait({stopping}, timeout=seconds)
    stopping.cancel()
    await asyncio.gather(stopping, return_exceptions=True)


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """The result of `work`, or None if `stopping` is set first.

    `work` is cancelled then, and has ended when this returns.
    """
    working = asyncio.ensure_future(work)
    stopped = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        stopped.cancel()
        working.cancel()
        await asyncio.wait({working, stopped})
