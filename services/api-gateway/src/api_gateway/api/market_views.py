"""What clients receive of markets."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from api_gateway.domain.markets import SnapshotSummary, StoredSnapshot
from suara.markets import Market, Signal, SignalKind, SourceHealth
from suara.markets.models import Grounding


class CurrencyView(BaseModel):
    code: str = Field(examples=["PHP"])
    symbol: str = Field(examples=["₱"])


class MarketView(BaseModel):
    code: str = Field(description="ISO 3166-1 code of the country.", examples=["PH"])
    country: str = Field(examples=["Philippines"])
    currency: CurrencyView
    languages: list[str] = Field(
        description="Names, as the market data has them.", examples=[["Tagalog", "English"]]
    )
    grounding: Grounding = Field(
        description="sourced: figures from publications about that market. plain: world-wide "
        "estimates around reference data."
    )
    snapshot: SnapshotSummary = Field(description="The latest one, which generations use.")
    refresh_failed_at: datetime | None = Field(
        description="When the last refresh brought nothing, because no source answered; null if "
        "it did bring something."
    )

    @classmethod
    def of(cls, market: Market, snapshot: SnapshotSummary, failed_at: datetime | None) -> Self:
        money = market.currency
        return cls(
            code=market.market,
            country=market.country,
            currency=CurrencyView(code=money.code, symbol=money.symbol),
            languages=[language.name for language in market.languages],
            grounding=market.grounding,
            snapshot=snapshot,
            refresh_failed_at=failed_at,
        )


class SnapshotView(BaseModel):
    """What people in a market say. A persona's `evidence` cites the ids of its signals."""

    market: str = Field(examples=["PH"])
    version: str = Field(examples=["PH-live-2026-05-11-3f9a0c1d"])
    created_at: datetime
    refreshed_at: datetime | None
    source: str = Field(examples=["live"])
    sources: tuple[SourceHealth, ...]
    signals: tuple[Signal, ...]

    @classmethod
    def of(cls, stored: StoredSnapshot, kind: SignalKind | None) -> Self:
        """With the signals of one kind only, if one is named."""
        snapshot = stored.snapshot
        return cls(
            market=snapshot.market,
            version=snapshot.version,
            created_at=snapshot.created_at,
            refreshed_at=stored.refreshed_at,
            source=snapshot.source,
            sources=snapshot.sources,
            signals=snapshot.of_kind(kind) if kind else snapshot.signals,
        )
