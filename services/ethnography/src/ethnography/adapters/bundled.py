"""The market data that comes with Suara, as a source of snapshots."""

import asyncio

from suara.errors import PermanentError
from suara.markets import Snapshot, UnknownCountry, bundled_snapshot, market


class BundledSource:
    """Sourced figures and phrases per market, honestly labelled as bundled."""

    async def snapshot(self, market_code: str) -> Snapshot:
        """In a thread: a market is read and validated when first asked for, in up to a second."""
        try:
            return await asyncio.to_thread(lambda: bundled_snapshot(market(market_code)))
        except UnknownCountry as error:
            raise PermanentError(f"no market {market_code!r}: {error}") from error
