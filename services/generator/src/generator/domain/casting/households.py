"""Who a person lives with, as a phrase that completes "She …" or "He …"."""

from random import Random

from generator.domain.casting.drawing import pick
from generator.domain.casting.families import ADULT, Family
from generator.domain.casting.kin import (
    Words,
    children_at_home,
    grown_children,
    listed,
    siblings,
    words_for,
)
from generator.domain.casting.people import Person
from suara.markets import Market

_OWN_HOME_FROM = 36
# Children of this age and older have usually left home.
_GROWN = 23
# Elderly parents are not assumed to be alive beyond these ages of the child.
_PARENTS_ALIVE_UNTIL, _GRANDCHILDREN_FROM = 62, 24


def household(person: Person, family: Family, market: Market, random: Random) -> str:
    """A verb phrase such as "lives with her husband and two children aged 4 and 7"."""
    own = words_for(person.gender)
    if person.age < ADULT:
        return _of_a_minor(person, own, market, random)
    at_home, grown = _split(family, market, random)
    if family.marital_status == "Married":
        return _of_a_couple(person, own, market, at_home, grown, random)
    if at_home:
        return _of_a_solo_parent(person, own, at_home, random)
    if grown:
        return _after_marriage(own, market, grown, random)
    if person.age < _OWN_HOME_FROM:
        return _of_a_young_single(person, own, market, random)
    return _of_an_older_single(person, own, random)


def shared_homes(market: Market) -> float:
    """Share of couples who live with parents or grown children, from mean household size."""
    return min(max((market.household.mean_size - 2.4) / 4, 0.02), 0.4)


def _split(family: Family, market: Market, random: Random) -> tuple[list[int], list[int]]:
    """Ages of children at home and of grown children elsewhere."""
    home: list[int] = []
    gone: list[int] = []
    for age in family.children:
        stays = age < _GROWN or (age < 30 and random.random() < shared_homes(market))
        (home if stays else gone).append(age)
    return home, gone


def _of_a_minor(person: Person, own: Words, market: Market, random: Random) -> str:
    brood = siblings(person.age, market, random)
    kind = pick([("parents", 0.8), ("mother", 0.12), ("grandmother", 0.08)], random.random())
    if kind == "grandmother":
        return f"lives with {own.their} grandmother while {own.their} parents work in another city"
    adults = [f"{own.their} {kind}"]
    if random.random() < shared_homes(market) / 2:
        adults.append("a grandmother")
    return f"lives with {listed([*adults, *brood])}"


def _of_a_couple(
    person: Person, own: Words, market: Market, at_home: list[int], grown: list[int], random: Random
) -> str:
    shared = shared_homes(market)
    elsewhere = f"; {grown_children(grown)} living elsewhere" if grown else ""
    company = [f"{own.their} {own.spouse}"]
    if at_home:
        company.append(children_at_home(at_home, random))
    if grown and max(grown) >= _GRANDCHILDREN_FROM and random.random() < shared * 1.5:
        company.append(random.choice(("a married son's family", "a married daughter's family")))
        rest = len(grown) - 1
        elsewhere = f"; {grown_children(grown[:rest])} living elsewhere" if rest else ""
    extra = ""
    if person.age < 55 and not grown and random.random() < shared:
        extra = ", plus " + random.choice(
            (f"{own.their} mother-in-law", f"{own.their} parents-in-law", f"{own.their} mother",
             f"{own.their} parents", f"a younger sibling of {own.their} {own.spouse}")
        )  # fmt: skip
    if not at_home and not extra and not grown and person.age < 45:
        return f"lives with {company[0]}, {random.choice(('no children yet', 'newly settled'))}"
    return f"lives with {listed(company)}{extra}{elsewhere}"


def _of_a_solo_parent(person: Person, own: Words, at_home: list[int], random: Random) -> str:
    children = children_at_home(at_home, random)
    if person.age < 45 and random.random() < 0.6:
        return f"lives with {own.their} parents and {children}"
    return f"lives with {children}"


def _after_marriage(own: Words, market: Market, grown: list[int], random: Random) -> str:
    oldest = max(grown)
    if oldest >= _GRANDCHILDREN_FROM and random.random() < 0.3 + shared_homes(market):
        child = random.choice(("daughter", "son"))
        count = random.choice(("a grandchild", "two grandchildren"))
        return f"lives with {own.their} {child}'s family, including {count}"
    return f"lives alone; {grown_children(grown)} living elsewhere"


def _of_a_young_single(person: Person, own: Words, market: Market, random: Random) -> str:
    at_parents = min(0.08 + shared_homes(market) * (36 - person.age) / 10, 0.7)
    if random.random() < at_parents:
        company = [f"{own.their} parents", *siblings(person.age, market, random)]
        if random.random() < 0.15:
            company.append("a grandmother")
        return f"lives with {listed(company)}"
    if person.job.is_study:
        return random.choice(("rents a room near campus with two classmates",
                              "lives in a student dormitory", "boards with a cousin near campus",
                              f"lives with {own.their} aunt's family during term"))  # fmt: skip
    if person.income_level == "High":
        return random.choice(("lives alone in a rented flat", "shares a flat with a friend",
                              "lives alone in a flat the family owns",
                              f"lives with {own.their} parents in the family house"))  # fmt: skip
    return random.choice(("rents a room with a cousin", "shares a rented room with two workmates",
                          "rents a room alone", f"shares a rented flat with {own.their} sister",
                          f"lives with {own.their} older brother's family",
                          f"lives with {own.their} aunt and two cousins"))  # fmt: skip


def _of_an_older_single(person: Person, own: Words, random: Random) -> str:
    choices = ["lives alone", f"lives with {own.their} sister's family",
               f"shares a house with {own.their} unmarried sister"]  # fmt: skip
    if person.age <= _PARENTS_ALIVE_UNTIL:
        choices += [f"lives with {own.their} elderly mother", f"lives with {own.their} parents"]
    elif person.age >= 80:
        choices = ["lives with a niece and her family", "lives alone, with a niece next door"]
    return random.choice(choices)
