"""Nothing is kept for longer than it may be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from ethnography.ports import Snapshots, Verbatims

_log = structlog.get_logger()


@dataclass(frozen=True)
class Keeping:
    """How long verbatims, the raw signals, and snapshots are kept; how often that is seen to."""

    verbatims: timedelta = timedelta(days=30)
    snapshots: timedelta = timedelta(days=90)
    every: timedelta = timedelta(hours=1)


class Retention:
    """Purges what has been kept long enough, of markets that are not refreshed any more, too."""

    def __init__(self, verbatims: Verbatims, snapshots: Snapshots, keeping: Keeping) -> None:
        self._verbatims = verbatims
        self._snapshots = snapshots
        self._keeping = keeping
        self._done: datetime | None = None

    async def __call__(self, now: datetime) -> None:
        """Does nothing if it was done lately. The latest snapshot of a market always stays."""
        if self._done and now - self._done < self._keeping.every:
            return
        verbatims = await self._verbatims.expire(now - self._keeping.verbatims)
        snapshots = await self._snapshots.expire(now - self._keeping.snapshots)
        self._done = now
        if verbatims or snapshots:
            _log.info("retention.purged", verbatims=verbatims, snapshots=snapshots)
