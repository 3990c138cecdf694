"""What an occupation is called, reduced so that its names meet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml
from yaml import CSafeLoader

from suara.markets import SOURCED_MARKETS, market
from suara.markets.job_titles import single_titles
from suara.markets.words import plain_words

Words = tuple[str, ...]

_ASIDE = re.compile(r"\([^)]*\)|/.*", re.DOTALL)
# They say how somebody is paid or how good at it, not what is done.
_SAYS_LITTLE = {"freelance", "self", "employed", "full", "part", "time", "licensed", "professional",
                "certified", "experienced", "current", "based", "member"}  # fmt: skip
# Words that turn an occupation into another life. Both people must have them, or neither.
_STATIONS = {
    "study": {"student", "pupil", "trainee", "intern", "apprentice", "undergraduate", "learner"},
    "past": {"retired", "retiree", "former", "ex", "pensioner", "returned"},
    "idle": {"unemployed", "jobless", "jobseeker", "seeker", "aspiring"},
    "lead": {"manager", "head", "chief", "director", "principal", "supervisor", "leader", "lead",
             "senior", "president", "foreman"},
    "aid": {"assistant", "aide", "junior", "helper", "assisting"},
    "own": {"owner", "proprietor", "founder"},
    "abroad": {"oversea", "overseas", "ofw"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """text: what is embedded. known: the market's data or our synonyms name this occupation.

    stations: what else is said of the person's place in it, such as "study" or "lead".
    """

    text: str
    known: bool
    stations: frozenset[str]


@lru_cache(maxsize=65_536)
def title_of(occupation: str, market_code: str) -> Title:
    """The title by which an occupation, in anybody's words, is compared."""
    names = _names(market_code)
    words = plain_words(_ASIDE.sub(" ", occupation)) or plain_words(occupation)
    telling = tuple(word for word in words if word not in _SAYS_LITTLE) or words
    for spelt in (words, telling):
        if known := names.get(spelt):
            return Title(" ".join(known), True, _stations(known))
    return Title(" ".join(telling), False, _stations(telling))


def _stations(words: Words) -> frozenset[str]:
    return frozenset(name for name, said in _STATIONS.items() if said.intersection(words))


@cache
def _names(market_code: str) -> MappingProxyType[Words, Words]:
    """Every known name of an occupation -> the name that it is compared by."""
    names: dict[Words, Words] = {}
    synonyms = _synonyms()
    for group in (*synonyms["everywhere"], *synonyms.get(market_code, ())):
        first = names.get(plain_words(group[0]), plain_words(group[0]))
        names.update(dict.fromkeys(map(plain_words, group), first))
    return MappingProxyType({**names, **_of_market(market_code, names)})


def _of_market(market_code: str, names: dict[Words, Words]) -> dict[Words, Words]:
    """The market's own titles, and those of its synonyms that mean one occupation only."""
    found: dict[Words, Words] = {}
    owners: dict[Words, set[Words]] = {}
    for titles, synonyms in _occupations(market_code):
        singles = [names.get(title, title) for title in titles]
        found.update(zip(titles, singles, strict=True))
        for synonym in synonyms:
            owners.setdefault(synonym, set()).update(singles)
    for synonym, occupations in owners.items():
        if len(occupations) == 1 and synonym not in found and synonym not in names:
            found[synonym] = next(iter(occupations))
    return found


def _occupations(market_code: str) -> Iterator[tuple[list[Words], list[Words]]]:
    """Titles and synonyms of each occupation of a market with data of its own."""
    if market_code not in SOURCED_MARKETS:
        return
    for occupation in market(market_code).occupations:
        singles = [plain_words(title) for title, _ in single_titles(occupation.title)]
        yield singles, [plain_words(synonym) for synonym in occupation.synonyms]


@cache
def _synonyms() -> dict[str, list[list[str]]]:
    text = files("library.domain").joinpath("synonyms.yaml").read_bytes()
    synonyms: dict[str, list[list[str]]] = yaml.load(text, Loader=CSafeLoader)
    return synonyms
