"""Where a person lives: the city that was asked for, or one sampled by population."""

from dataclasses import dataclass

from generator.domain.casting.drawing import pick
from generator.domain.casting.low_discrepancy import spread
from suara.markets import City, Market, Place
from suara.markets.folding import fold


@dataclass(frozen=True, slots=True)
class Home:
    """location: "City, Country" as shown to users."""

    location: str
    city: str | None
    district: str | None


class Homes:
    """Homes of a segment.

    A place without a city is its country; if the text of the definition names one of the
    market's regions ("Central Visayas, Philippines"), only cities of that region are sampled.
    A town the market has no data on is kept as asked, without a district.
    """

    def __init__(self, location: str | None, market: Market, place: Place | None) -> None:
        self._market = market
        self._asked_district = place.district if place else None
        self._as_asked: Home | None = None
        self.note: str | None = None
        self._cities: tuple[City, ...] = market.cities
        if place is not None and place.city is not None:
            city = market.city(place.city)
            self._cities = (city,) if city else ()
            self._as_asked = None if city else Home(place.label, place.city, place.district)
        elif region := _region(location, market):
            self._cities = region
        elif location and fold(location) and _names_more(location, market):
            self._as_asked = Home(location.strip(), None, None)
            self.note = f"no data on '{location.strip()}': national figures used"

    def draw(self, seed: int, slot: int) -> Home:
        """The home of a slot; cities by population, districts evenly."""
        if self._as_asked is not None:
            return self._as_asked
        weights = [(c, float(max(c.population, 1))) for c in self._cities]
        city = pick(weights, spread(seed, "city", slot))
        district = self._asked_district
        if district is None and city.districts:
            number = int(spread(seed, f"district/{city.name}", slot) * len(city.districts))
            district = city.districts[number]
        return Home(f"{city.label}, {self._market.country}", city.label, district)


def _region(location: str | None, market: Market) -> tuple[City, ...]:
    """Cities of the region that the first part of the text names; empty if it names none."""
    wanted = fold((location or "").split(",")[0])
    if not wanted:
        return ()
    return tuple(c for c in market.cities if wanted == fold(c.region.split(" (")[0].split(";")[0]))


def _names_more(location: str, market: Market) -> bool:
    """Whether a location names something within the country that was not recognised."""
    parts = [part for part in map(fold, location.split(",")) if part]
    return len(parts) > 1 and parts[0] != fold(market.country)
