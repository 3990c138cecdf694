"""From free text to a place: "QC", "Saigon", "Berlin, Germany", "women in Hanoi"."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from suara.markets.countries import is_country
from suara.markets.folding import fold
from suara.markets.gazetteer import Entry, Rank, country_of, market_names, names, world_city
from suara.markets.geonames import cities_of
from suara.markets.mentions import best_mention
from suara.markets.models import Grounding
from suara.markets.registry import SOURCED_MARKETS


class Place(BaseModel):
    """A country, and where known the city (its English label) and the district in it.

    `city` need not be among the cities of the market's data: a smaller town is kept as it is.
    """

    model_config = ConfigDict(frozen=True)

    market: str
    country: str
    city: str | None = None
    district: str | None = None
    grounding: Grounding

    @property
    def label(self) -> str:
        """How groups and personas write it: "Manila, Philippines", or "Vietnam" alone."""
        return f"{self.city}, {self.country}" if self.city else self.country


@lru_cache(maxsize=4096)
def locate(text: str) -> Place | None:
    """The place that `text` names, or None.

    Reads "city, country", a district, an alias, a country, an ISO 3166-1 alpha-2 code, and
    failing those a sentence that mentions a place. A known country with an unknown city
    gives the country alone. Case and accents do not matter. Only the first 500 characters
    are read. The first call loads the index of names (about half a second).
    """
    parts = [part for part in map(fold, text[:500].split(",")) if part]
    if not parts:
        return None
    country = _country(parts[-1])
    if country is not None and len(parts) > 1:
        return _within(country, parts[:-1])
    anchor = next((e for part in parts if (e := names().get(part)) and e.rank is Rank.CITY), None)
    if anchor is not None:
        return _within(anchor.market, parts)
    named = [entry for part in parts if (entry := _standalone(part)) is not None]
    if named:
        return _place(_most_precise(named))
    return find_place(text)


def find_place(text: str) -> Place | None:
    """The place mentioned in a sentence, or None.

    A place after "in" or "from" goes before others, a city before a country before "Filipino";
    then the longest name, then the first. Everyday words need a capital to count.
    """
    entry = best_mention(text)
    return None if entry is None else _place(entry)


def _country(part: str) -> str | None:
    entry = names().get(part)
    if entry is not None and entry.rank is Rank.COUNTRY:
        return entry.market
    code = part.upper()
    return code if is_country(code) else None


def _within(country: str, parts: list[str]) -> Place:
    if country in SOURCED_MARKETS:
        known = market_names(country)
        found = [known[part] for part in parts if part in known]
        if found:
            return _place(_most_precise(found))
    for city in cities_of(country):
        spellings = {fold(city.name), *map(fold, city.aliases)}
        if any(part in spellings for part in parts):
            return _place(Entry(Rank.WORLD_CITY, country, city.name))
    return _place(Entry(Rank.COUNTRY, country))


def _standalone(part: str) -> Entry | None:
    """A whole text: a sourced market's name first, but a big city before a foreign district."""
    entry = names().get(part)
    if entry is None or entry.rank is Rank.DISTRICT:
        entry = world_city(part) or entry
    if entry is None and is_country(part.upper()):
        return Entry(Rank.COUNTRY, part.upper())
    return entry


def _most_precise(entries: list[Entry]) -> Entry:
    """The first city or district; with it, a district named beside its city."""
    first = next((e for e in entries if e.city), entries[0])
    district = next((e for e in entries if e.district and e.city == first.city), None)
    return district or first


def _place(entry: Entry) -> Place:
    return Place(
        market=entry.market,
        country=country_of(entry.market),
        city=entry.city,
        district=entry.district,
        grounding="sourced" if entry.market in SOURCED_MARKETS else "plain",
    )
