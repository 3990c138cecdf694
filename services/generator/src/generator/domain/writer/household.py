"""Who lives with a person, read from the cast's own words so that no sentence contradicts it."""

import re
from dataclasses import dataclass

from suara.personas import Cast

from generator.domain.writer.grammar import with_article

_YOUNG_PARENT, _OLDEST_SCHOOL_PARENT, _GROWN_SINCE = 45, 52, 58


@dataclass(frozen=True)
class Home:
    """lives: predicate after a name ("lives with her husband and two children")."""

    lives: str
    spouse: str
    flags: frozenset[str]


def home_of(cast: Cast) -> Home:
    told = cast.household.strip().rstrip(".")
    return Home(_predicate(told), _spouse(cast), frozenset(_flags(cast, told.lower())))


def _predicate(told: str) -> str:
    lower = told[:1].lower() + told[1:]
    if re.match(r"(?:lives|shares|rents|boards|stays|heads|runs)\b", lower):
        return lower
    if re.match(r"(?:alone|with|in|at|on)\b", lower):
        return f"lives {lower}"
    return f"lives in {lower if re.match(r'(?:an?|the) ', lower) else with_article(lower)}"


def _spouse(cast: Cast) -> str:
    if "married" in cast.marital_status.lower() or "widow" in cast.marital_status.lower():
        return "husband" if cast.gender == "Female" else "wife"
    return "partner"


def _flags(cast: Cast, told: str) -> set[str]:
    status = cast.marital_status.lower()
    flags = set()
    if re.search(r"unmarried|never|single", status):
        flags.add("single")
    elif "married" in status:
        flags |= {"married", "partnered"}
    if re.search(r"partner|living together|cohabit|live-in", status):
        flags.add("partnered")
        flags.discard("single")
    if "widow" in status:
        flags.add("widowed")
    if re.search(r"separat|divorc|annul", status):
        flags.add("separated")
    if "alone" in told:
        flags.add("alone")
    if re.search(r"parents|mother|father", told) and not re.search(r"in-law|grand", told):
        flags.add("withparents")
    if cast.children:
        flags.add("kids")
        if cast.age <= _YOUNG_PARENT:
            flags.add("smallkids")
        if _YOUNG_PARENT - 15 <= cast.age <= _OLDEST_SCHOOL_PARENT:
            flags.add("schoolkids")
        if cast.age >= _GROWN_SINCE:
            flags.add("grownkids")
    return flags
