"""The index of place names: the sourced markets, all countries, and their people's names."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from suara.markets.countries import country_codes_by_name, country_name
from suara.markets.folding import fold
from suara.markets.geography import City
from suara.markets.geonames import well_known_cities
from suara.markets.registry import SOURCED_MARKETS, market, read_data


class Rank(IntEnum):
    """How precisely a name says where somebody is."""

    DEMONYM = 1
    COUNTRY = 2
    WORLD_CITY = 3
    DISTRICT = 4
    CITY = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for. `ordinary`: the name is an everyday word as well."""

    rank: Rank
    market: str
    city: str | None = None
    district: str | None = None
    ordinary: bool = False


# Two-letter aliases of a city that also are somebody else's country code or initials.
_NEEDS_COUNTRY = {"sg", "bf"}


@cache
def names() -> dict[str, Entry]:
    """Folded name -> what it stands for, except world cities (see `world_city`).

    Where names collide, a city's own name wins over aliases, those over countries,
    districts and people, and within a rank the larger city wins.
    """
    index: dict[str, Entry] = {}
    for source in (_demonyms(), _districts(), _countries(), _city_aliases(), _city_names()):
        index |= dict(source)
    return index


@cache
def market_names(code: str) -> dict[str, Entry]:
    """Like `names`, for the cities and districts of one sourced market."""
    index: dict[str, Entry] = {}
    for source in (_districts(), _city_aliases(), _city_names()):
        index |= {name: entry for name, entry in source if entry.market == code}
    return index


def world_city(folded: str) -> Entry | None:
    """The largest city of that name world-wide, of those with 100,000 inhabitants."""
    found = well_known_cities().get(folded)
    if found is None:
        return None
    alias = folded != fold(found.name)
    ordinary = alias or folded in ordinary_words()
    return Entry(Rank.WORLD_CITY, found.country, found.name, ordinary=ordinary)


def meanings(folded: str) -> list[Entry]:
    """What a name can stand for, likeliest first: a big city goes before a foreign district."""
    own, world = names().get(folded), world_city(folded)
    first_own = own is not None and own.rank is not Rank.DISTRICT
    likeliest_first = (own, world) if first_own else (world, own)
    return [entry for entry in likeliest_first if entry is not None]


def longest_name_from(word: str) -> int:
    """Number of words of the longest name that starts with that folded word, else 0."""
    return _name_lengths().get(word, 0)


@cache
def _name_lengths() -> dict[str, int]:
    lengths: dict[str, int] = {}
    for name in (*names(), *well_known_cities()):
        words = name.split()
        if words:
            lengths[words[0]] = max(lengths.get(words[0], 0), len(words))
    return lengths


@cache
def ordinary_words() -> frozenset[str]:
    """Names of places that are everyday words too."""
    return frozenset(fold(str(word)) for word in read_data("places")["ordinary"])


def _city_names() -> Iterator[tuple[str, Entry]]:
    for code, city in _cities():
        spellings = {fold(city.name), fold(city.label)}
        ordinary = not spellings.isdisjoint(ordinary_words())
        entry = Entry(Rank.CITY, code, city.label, ordinary=ordinary)
        yield from ((name, entry) for name in spellings)


def _city_aliases() -> Iterator[tuple[str, Entry]]:
    for code, city in _cities():
        for alias in map(fold, city.aliases):
            if alias not in _NEEDS_COUNTRY:
                ordinary = alias in ordinary_words()
                yield alias, Entry(Rank.CITY, code, city.label, ordinary=ordinary)


def _districts() -> Iterator[tuple[str, Entry]]:
    for code, city in _cities():
        for district in city.districts:
            name = fold(district)
            ordinary = name in ordinary_words()
            entry = Entry(Rank.DISTRICT, code, city.label, district, ordinary)
            yield name, entry
            if name.startswith("quan "):  # Vietnamese "quận" is an English "district"
                yield name.replace("quan", "district"), entry


def _cities() -> Iterator[tuple[str, City]]:
    """(market, city), smallest city first, so that of two claims the larger city's stays."""
    for code in SOURCED_MARKETS:
        for city in reversed(market(code).cities):
            yield code, city


def _countries() -> Iterator[tuple[str, Entry]]:
    for name, code in country_codes_by_name().items():
        yield name, Entry(Rank.COUNTRY, code, ordinary=name in ordinary_words())


def _demonyms() -> Iterator[tuple[str, Entry]]:
    for code, people in read_data("places")["demonyms"].items():
        for word in map(fold, people):
            yield word, Entry(Rank.DEMONYM, code)
            if not word.endswith(("ese", "sh", "ch", "s")):
                yield word + "s", Entry(Rank.DEMONYM, code)


def country_of(code: str) -> str:
    """Display name: the data file's for sourced markets, CLDR's otherwise."""
    return market(code).country if code in SOURCED_MARKETS else country_name(code)
