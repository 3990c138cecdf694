"""Is everybody what was asked for, and possible?"""

import re
from collections.abc import Iterator

from generator.domain.casting import Casting
from generator.domain.casting.jobs import jobs_of
from generator.domain.casting.people import age_bounds
from persona_quality.segments import Segment
from suara.markets import Market, locate, market
from suara.personas import Cast

_ADULT, _DEGREE_FROM, _YOUNGEST_PARENT = 18, 21, 15


def violations(segment: Segment, casting: Casting) -> list[str]:
    """What is wrong with a group's facts, in words; empty if nothing is."""
    data = market(segment.market)
    found = [
        f"{segment.definition!r} slot {one.slot}: {fault}"
        for one in casting.casts
        for fault in (*_asked(segment, one, data), *_possible(segment, one, data))
    ]
    if [one.slot for one in casting.casts] != list(range(segment.size)):
        found.append(f"{segment.definition!r}: slots")
    return found


def _asked(segment: Segment, one: Cast, data: Market) -> Iterator[str]:
    wanted = segment.definition
    youngest, oldest = age_bounds(wanted)
    if not youngest <= one.age <= oldest:
        yield f"aged {one.age}"
    if wanted.gender in ("Female", "Male") and one.gender != wanted.gender:
        yield f"is {one.gender}"
    if wanted.income_level not in (None, one.income_level):
        yield f"income {one.income_level}"
    if not re.search(segment.wanted, one.occupation, re.IGNORECASE):
        yield f"works as {one.occupation}"
    if one.market != data.market or not one.location.endswith(data.country):
        yield f"lives in {one.location}"
    place = locate(wanted.location) if wanted.location else None
    if place and place.city and one.location != place.label:
        yield f"lives in {one.location}, not {place.label}"
    if place and place.district and one.district != place.district:
        yield f"lives in {one.district}, not {place.district}"
    city = data.city(one.city) if one.city else None
    if one.district and city and one.district not in city.districts:
        yield f"{one.district} is not in {one.city}"


def _possible(segment: Segment, one: Cast, data: Market) -> Iterator[str]:
    yield from _money_and_work(segment, one, data)
    yield from _schooling(one)
    yield from _family(one)


def _money_and_work(segment: Segment, one: Cast, data: Market) -> Iterator[str]:
    bracket = data.income[one.income_level]
    if bracket.min is None:
        if one.monthly_income is not None:
            yield "an income where no amounts are known"
    elif one.monthly_income is None or not (
        bracket.min <= one.monthly_income <= (bracket.max or float("inf"))
    ):
        yield f"{one.monthly_income} is not {one.income_level}"
    if segment.definition.occupation is None:
        title = one.occupation.lower()
        jobs = [job for job in jobs_of(data) if title == job.title.lower()]
        if not any(job.suits(one.age, one.gender, one.income_level) for job in jobs):
            yield f"{one.age}, {one.gender}, {one.income_level}: no {one.occupation}"


def _schooling(one: Cast) -> Iterator[str]:
    finished = re.match("Degree|University|Master|College graduate", one.education)
    if one.age < _DEGREE_FROM and finished:
        yield f"{one.education} at {one.age}"


def _family(one: Cast) -> Iterator[str]:
    own = "her" if one.gender == "Female" else "his"
    spouse = f"{own} {'husband' if one.gender == 'Female' else 'wife'}"
    if one.age < _ADULT and (one.marital_status != "Single" or one.children):
        yield f"{one.marital_status} with {one.children} children at {one.age}"
    if one.marital_status == "Married" and spouse not in one.household:
        yield f"married, yet {one.household}"
    if one.marital_status == "Single" and spouse in one.household:
        yield f"single, yet {one.household}"
    ages = [int(n) for n in re.findall(r"\d+", one.household)]
    if any(one.age - age < _YOUNGEST_PARENT for age in ages):
        yield f"{one.age}, yet {one.household}"
    if not one.children and re.search(r"\bchild(ren)?\b", one.household.replace("no child", "")):
        yield f"no children, yet {one.household}"
