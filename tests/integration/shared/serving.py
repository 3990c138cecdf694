"""A worker process whose handlers do what its argument says. Prints a line when one begins."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from suara.events import Event, GroupDeleted
from suara.kafka.routes import Context, Route
from suara.service import Service, run
from suara.settings import WorkerSettings


async def quick() -> None: ...


async def slow() -> None:
    await asyncio.sleep(3_600)


async def deaf() -> None:
    while True:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(3_600)


async def handle(_: GroupDeleted, __: Context) -> Sequence[Event]:
    print("begun", flush=True)
    await {"quick": quick, "slow": slow, "deaf": deaf}[sys.argv[1]]()
    return []


async def prepare() -> None: ...


@asynccontextmanager
async def bootstrap() -> AsyncIterator[Service]:
    yield Service(sys.argv[1], [Route(GroupDeleted, handle)], WorkerSettings(), prepare)


run(bootstrap)
