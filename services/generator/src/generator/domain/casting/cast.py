"""Casts the individuals of a segment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.domain.casting.dispositions import dispositions
from generator.domain.casting.drawing import stream
from generator.domain.casting.earnings import monthly_income
from generator.domain.casting.faiths import religion
from generator.domain.casting.families import family
from generator.domain.casting.households import household
from generator.domain.casting.jobs import jobs_of
from generator.domain.casting.low_discrepancy import spread
from generator.domain.casting.naming import Namer
from generator.domain.casting.people import People
from generator.domain.casting.places import Home, Homes
from generator.domain.casting.relaxations import notes
from generator.domain.casting.requests import request_for
from generator.domain.casting.schooling import education
from suara.markets import Market, Place
from suara.personas import Cast, Definition


@dataclass(frozen=True, slots=True)
class Casting:
    """casts: one per slot, in the order of the slots. notes: what was relaxed, in words."""

    casts: tuple[Cast, ...]
    notes: tuple[str, ...]


def cast(
    definition: Definition,
    market: Market,
    place: Place | None,
    slots: Sequence[int],
    seed: int,
    taken_names: Collection[str] = (),
    taken_short_names: Collection[str] = (),
) -> Casting:
    """The people in the given slots of a segment, sampled from the market's figures.

    Every person satisfies the definition: age within the bounds, gender, income level,
    place, and an occupation that plainly falls under the one asked for. `place` is what
    `definition.location` means in `market`, or None where it means nothing or is absent.

    Facts of a slot depend on the definition, market, seed and slot alone, so casting a slot
    again, with others or by itself, gives the same person. Only a name that is taken, by
    an earlier slot or in `taken_names` and `taken_short_names`, moves on to the next choice.
    """
    jobs = jobs_of(market)
    request = request_for(definition.occupation, jobs)
    people = People(definition, market, jobs, request)
    homes = Homes(definition.location, market, place)
    namer = Namer(market, taken_names, taken_short_names)
    casts = tuple(_cast(slot, seed, market, people, homes, namer) for slot in slots)
    relaxed = notes(request, people.relaxation)
    return Casting(casts, (*relaxed, homes.note) if homes.note else relaxed)


def _cast(slot: int, seed: int, market: Market, people: People, homes: Homes, namer: Namer) -> Cast:
    person = people.draw(seed, slot)
    home: Home = homes.draw(seed, slot)
    kin = family(person, market, spread(seed, "family", slot), stream(seed, slot, "children"))
    faith = religion(market, spread(seed, "religion", slot))
    name = namer.name(person, faith, seed, slot)
    bracket = market.income[person.income_level]
    return Cast(
        slot=slot,
        seed=seed,
        market=market.market,
        location=home.location,
        city=home.city,
        district=home.district,
        full_name=name.full,
        short_name=name.short,
        age=person.age,
        gender=person.gender,
        income_level=person.income_level,
        monthly_income=monthly_income(bracket, person.income_level, stream(seed, slot, "income")),
        occupation=person.job.title,
        education=education(person, market, stream(seed, slot, "education")),
        marital_status=kin.marital_status,
        household=household(person, kin, market, stream(seed, slot, "household")),
        children=len(kin.children),
        religion=faith,
        dispositions=dispositions(person, seed, slot),
    )
