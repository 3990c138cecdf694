"""A market, and what is known of its snapshots."""

from datetime import datetime
from typing import NamedTuple

from pydantic import Field

from api_gateway.domain.errors import NotFoundError
from suara.markets import Snapshot, SourceHealth
from suara.markets.countries import is_country
from suara.personas import Frozen


class StoredSnapshot(NamedTuple):
    """refreshed_at: when it was stored or last found unchanged; None where nothing is stored."""

    snapshot: Snapshot
    refreshed_at: datetime | None


class SnapshotSummary(Frozen):
    """A snapshot without its signals, which are counted."""

    version: str = Field(examples=["PH-live-2026-05-11-3f9a0c1d"])
    created_at: datetime
    refreshed_at: datetime | None = Field(
        description="When it was made or last found unchanged; null where nothing was collected "
        "yet and the data that come with Suara are shown."
    )
    source: str = Field(
        description='"bundled" where no live source contributed, else "live".', examples=["live"]
    )
    signals: int = Field(description="How many it has.", examples=[312])
    sources: tuple[SourceHealth, ...] = Field(
        description="How each live source did when it was made."
    )


class UnknownMarketError(NotFoundError):
    """No country has that code."""

    def __init__(self) -> None:
        super().__init__(
            "market: a market is a country, named by its ISO 3166-1 code of two letters, "
            "such as PH, ID or VN"
        )


def market_code(text: str) -> str:
    """The code in upper case. Raises UnknownMarketError."""
    code = text.upper()
    if not is_country(code):
        raise UnknownMarketError
    return code


def summary_of(stored: StoredSnapshot) -> SnapshotSummary:
    snapshot = stored.snapshot
    return SnapshotSummary(
        version=snapshot.version,
        created_at=snapshot.created_at,
        refreshed_at=stored.refreshed_at,
        source=snapshot.source,
        signals=len(snapshot.signals),
        sources=snapshot.sources,
    )
