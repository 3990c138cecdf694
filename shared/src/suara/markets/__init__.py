"""Grounding data per country: `market("PH")`, `locate("QC")`, `bundled_snapshot(...)`."""

from suara.markets.bundled import BUNDLED, bundled_snapshot
from suara.markets.figures import IncomeLevel, Sex
from suara.markets.geography import City
from suara.markets.grounding import DEFAULT_MARKET, market_of, place_of, warm
from suara.markets.models import Market
from suara.markets.people import Occupation
from suara.markets.places import Place, find_place, locate
from suara.markets.registry import SOURCED_MARKETS, UnknownCountry, market
from suara.markets.snapshot import (
    Signal,
    SignalKind,
    Snapshot,
    SourceHealth,
    SourceState,
    Stance,
    Trend,
)

__all__ = [
    "BUNDLED",
    "DEFAULT_MARKET",
    "SOURCED_MARKETS",
    "City",
    "IncomeLevel",
    "Market",
    "Occupation",
    "Place",
    "Sex",
    "Signal",
    "SignalKind",
    "Snapshot",
    "SourceHealth",
    "SourceState",
    "Stance",
    "Trend",
    "UnknownCountry",
    "bundled_snapshot",
    "find_place",
    "locate",
    "market",
    "market_of",
    "place_of",
    "warm",
]
