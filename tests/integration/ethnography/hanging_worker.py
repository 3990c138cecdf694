"""A worker that begins a refresh and never ends it: says so, and waits to be killed."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from ethnography.adapters.upkeep import MongoUpkeeps
from ethnography.domain.freshness import Freshness
from ethnography.refresh import Refreshed
from ethnography.schedule import Schedule
from suara import mongo
from suara.events import Envelope
from suara.lease import Lease
from suara.settings import MongoSettings


async def refresh(market: str) -> Refreshed:
    print(f"refreshing {market}", flush=True)
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


async def publish(_: Sequence[Envelope]) -> None:
    """Never called."""


async def tidy(_: datetime) -> None:
    """Nothing is old."""


async def main() -> None:
    with mongo.connected(MongoSettings(), "tests") as database:
        lease = Lease(database, "market-refreshes", seconds=2.0)
        freshness = Freshness(timedelta(hours=24), timedelta(hours=1))
        await Schedule(refresh, tidy, MongoUpkeeps(database), lease, freshness).run(publish)


asyncio.run(main())
