"""Phrases for relatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from generator.domain.casting.families import typical_children
from suara.markets import Market
from suara.personas import Gender

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True, slots=True)
class Words:
    """How relatives of a woman or a man are spoken of."""

    their: str
    spouse: str


def words_for(gender: Gender) -> Words:
    """ "her husband" or "his wife"."""
    return Words("her", "husband") if gender == "Female" else Words("his", "wife")


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def children_at_home(ages: Sequence[int], random: Random) -> str:
    """ "a daughter aged 4", "two children aged 4 and 7", "a baby son"."""
    grown_up = min(ages) >= 18
    if len(ages) == 1:
        child = random.choice(("daughter", "son"))
        if ages[0] == 0:
            return f"a baby {child}"
        return f"a grown {child} aged {ages[0]}" if grown_up else f"a {child} aged {ages[0]}"
    known = [str(age) if age else "under one" for age in sorted(ages)]
    kind = "grown children" if grown_up else "children"
    return f"{_NUMBERS[len(ages)]} {kind} aged {listed(known)}"


def grown_children(ages: Sequence[int]) -> str:
    """ "one grown child", "three grown children"."""
    return "one grown child" if len(ages) == 1 else f"{_NUMBERS[len(ages)]} grown children"


def siblings(age: int, market: Market, random: Random) -> list[str]:
    """Siblings at home, at most two phrases: an older one, a younger one or two."""
    expected = typical_children(market) - 1
    older = random.random() < expected / 2 and age < 30
    younger = random.random() < expected / 2 and age >= 3
    phrases = []
    if older:
        phrases.append(random.choice(("an older brother", "an older sister")))
    if younger:
        phrases.append(
            random.choice(("a younger brother", "a younger sister", "two younger siblings"))
        )
    return phrases
