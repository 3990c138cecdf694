"""Refreshes of a market's snapshot, asked for by people."""

import time

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from suara.events import SnapshotRequested


class MarketHandlers:
    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def refresh(self, market: str, trace: str | None) -> None:
        """Have a market's snapshot refreshed, fresh or not. market: code of a country."""

        async def work(_: Session) -> Change[None]:
            return Change(None, [SnapshotRequested(market=market)], time.time_ns())

        await self._transactions.commit(work, trace)
