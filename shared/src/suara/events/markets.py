"""Topic `markets`, keyed by market: what people in a country say."""

from typing import ClassVar

from suara.events.base import Event


class MarketEvent(Event):
    topic: ClassVar[str] = "markets"

    market: str

    @property
    def key(self) -> str:
        return self.market


class SnapshotRequested(MarketEvent):
    """Refresh this market's snapshot even if it is fresh."""

    type: ClassVar[str] = "suara.snapshot.requested.v1"


class SnapshotRefreshed(MarketEvent):
    """A refresh is over; `version` is the market's latest snapshot.

    It is the same version as before where nothing has changed or no source answered. `source` is
    `bundled` where no live source contributed. `failing`: names of the configured sources that
    did not give all they have.
    """

    type: ClassVar[str] = "suara.snapshot.refreshed.v1"
    version: str
    source: str
    signals: int
    failing: tuple[str, ...] = ()
