"""Metrics of a process: on every service, beside prometheus-client's `process_*` and `python_*`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import Histogram

EVENT_LOOP_DELAY = Histogram(
    "suara_event_loop_delay_seconds",
    "By how much the event loop was late for a timer, sampled once a second",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
_EVERY_SECONDS = 1.0


@asynccontextmanager
async def watched_event_loop() -> AsyncIterator[None]:
    """Samples the delay of the running loop until the context ends."""
    watching = asyncio.create_task(_watch())
    try:
        yield
    finally:
        watching.cancel()


async def _watch() -> None:
    time = asyncio.get_running_loop().time
    while True:
        due = time() + _EVERY_SECONDS
        await asyncio.sleep(_EVERY_SECONDS)
        EVENT_LOOP_DELAY.observe(max(0.0, time() - due))
