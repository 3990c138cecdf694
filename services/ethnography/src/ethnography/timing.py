"""How long refreshes take."""

import time
from collections.abc import Awaitable, Callable

from ethnography.metrics import REFRESH_SECONDS
from ethnography.refresh import Refreshed

Refreshing = Callable[[str], Awaitable[Refreshed]]


def timed(refresh: Refreshing) -> Refreshing:
    """The same, measured. What is broken off, to be begun again, is not counted."""

    async def measured(market: str) -> Refreshed:
        began = time.monotonic()
        try:
            refreshed = await refresh(market)
        except Exception:
            REFRESH_SECONDS.labels("failed").observe(time.monotonic() - began)
            raise
        outcome = "ok" if refreshed.heard else "silent"
        REFRESH_SECONDS.labels(outcome).observe(time.monotonic() - began)
        return refreshed

    return measured
