"""Which market grounds a group."""

from suara.markets.places import Place, find_place, locate
from suara.markets.registry import SOURCED_MARKETS, market

#: Where a group that names no place is set.
DEFAULT_MARKET = "PH"


def place_of(location: str | None) -> Place | None:
    """The place a definition names, if any."""
    return locate(location) if location else None


def market_of(location: str | None) -> str:
    """ISO 3166-1 alpha-2 code of the market that grounds a definition's location."""
    place = place_of(location)
    return place.market if place else DEFAULT_MARKET


def warm() -> None:
    """Load the sourced markets and the index of places: some 0.5 s that no event should wait."""
    for code in SOURCED_MARKETS:
        market(code)
    find_place("in Berlin")
