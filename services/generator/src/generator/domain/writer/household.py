"""Who lives with a person, read from the cast's own words so that no sentence contradicts it."""

import re
from dataclasses import dataclass

from suara.personas import Cast

_ADULT = 18
_PARENTS = re.compile(r"\bwith (?:her|his) (?:elderly )?(?:parents|mother|father)\b")
_DWELLING = re.compile(r"\b(?:room|flat|house|dormitory|boards|apartment)\b")
_AGED = re.compile(r"aged ([\d, and]+)")


@dataclass(frozen=True)
class Home:
    """lives: predicate after a name ("lives with her husband and two children aged 4 and 7").

    children: how many of them under 18 are at home.
    """

    lives: str
    spouse: str
    children: int
    flags: frozenset[str]


def home_of(cast: Cast) -> Home:
    told = cast.household.strip().rstrip(".")
    told = told[:1].lower() + told[1:]
    ages = _ages_at_home(told) if cast.children else []
    minors = [age for age in ages if age < _ADULT]
    lives = re.sub(r"; (.+) living elsewhere", r", \1 having moved out", told)
    spouse = "husband" if cast.gender == "Female" else "wife"
    return Home(lives, spouse, len(minors), frozenset(_flags(cast, told, minors)))


def _ages_at_home(told: str) -> list[int]:
    told = told.replace("under one", "0")
    ages = [int(age) for group in _AGED.findall(told) for age in re.findall(r"\d+", group)]
    return ages + [0] * len(re.findall(r"\bbaby\b", told))


def _flags(cast: Cast, told: str, minors: list[int]) -> set[str]:
    flags = {cast.marital_status.lower().replace("divorced", "separated")}
    if _DWELLING.search(told):
        flags.add("housed")
    if "alone" in told:
        flags.add("alone")
    if "married" not in flags and _PARENTS.search(told):
        flags.add("withparents")
    if minors:
        flags.add("parenting")
    if any(age <= 12 for age in minors):
        flags.add("smallkids")
    if any(age >= 6 for age in minors):
        flags.add("schoolkids")
    if cast.children and not minors:
        flags.add("grownkids")
    return flags
