"""Marriage and children, plausible for age, sex and market."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from generator.domain.casting.drawing import pick
from generator.domain.casting.people import Person
from suara.markets import Market
from suara.personas import Gender

MaritalStatus = Literal["Single", "Married", "Widowed", "Separated", "Divorced"]

ADULT = 18
YOUNGEST_PARENT = 19
_OLDEST_PARENT: dict[Gender, int] = {"Female": 43, "Male": 52}
# The Philippines knows no divorce.
_PARTED: dict[str, MaritalStatus] = {"PH": "Separated"}
# Among the unmarried: (from age, never married, widowed, parted). Women outlive husbands, so
# men are widowed half as often. Judgement; the share of married people is the market's.
_UNMARRIED = (
    (75, 0.10, 0.86, 0.04),
    (65, 0.17, 0.73, 0.10),
    (55, 0.30, 0.50, 0.20),
    (45, 0.52, 0.22, 0.26),
    (35, 0.76, 0.06, 0.18),
    (28, 0.92, 0.01, 0.07),
    (0, 1.0, 0.0, 0.0),
)
_CHILDLESS = 0.07
_SOLO_PARENT: dict[Gender, float] = {"Female": 0.06, "Male": 0.02}


@dataclass(frozen=True, slots=True)
class Family:
    """Marital status and the ages of all children, youngest first."""

    marital_status: MaritalStatus
    children: tuple[int, ...]


def family(person: Person, market: Market, u: float, random: Random) -> Family:
    """The family of a person; `u` in [0, 1) is their quantile among married and unmarried."""
    married = _married_share(person, market)
    if u < married:
        status: MaritalStatus = "Married"
    else:
        status = _unmarried_status(person, market, (u - married) / (1 - married))
    return Family(status, _children(person, status, market, random))


def typical_children(market: Market) -> float:
    """Children of a completed family, guessed from the mean household size (persons)."""
    return min(max(market.household.mean_size - 1.5, 1.2), 3.0)


def _married_share(person: Person, market: Market) -> float:
    if person.age < ADULT:
        return 0.0
    share = market.married_share(person.age)
    if person.job.is_study:
        return share * 0.1
    if "homemaker" in person.job.title.lower():
        return max(share, 0.93)
    return share


def _unmarried_status(person: Person, market: Market, u: float) -> MaritalStatus:
    never, widowed, parted = next(row[1:] for row in _UNMARRIED if person.age >= row[0])
    if person.gender == "Male":
        widowed /= 2
    ended = _PARTED.get(market.market, "Divorced")
    return pick([("Single", never), (ended, parted), ("Widowed", widowed)], u)


def _children(
    person: Person, status: MaritalStatus, market: Market, random: Random
) -> tuple[int, ...]:
    """Ages of children: births two to four years apart from a plausible first one on."""
    parent = random.random() < _SOLO_PARENT[person.gender] and person.age >= 23
    if (status == "Single" and not parent) or random.random() < _CHILDLESS:
        return ()
    wanted = 1 + sum(random.random() < (typical_children(market) - 1) / 4 for _ in range(4))
    if status == "Single":
        wanted = 1
    at = int(random.triangular(YOUNGEST_PARENT + 1, 37, 25 if person.gender == "Female" else 28))
    ages: list[int] = []
    while len(ages) < wanted and at <= min(person.age, _OLDEST_PARENT[person.gender]):
        ages.append(person.age - at)
        at += random.choice((2, 2, 3, 3, 4, 5))
    return tuple(sorted(ages))
