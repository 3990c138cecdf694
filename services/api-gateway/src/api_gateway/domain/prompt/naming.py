"""A name for a group: place, what sets the audience apart, who they are."""

from dataclasses import dataclass

from api_gateway.domain.prompt.ages import Ages
from api_gateway.domain.prompt.generations import generation_label
from api_gateway.domain.prompt.models import Gender, IncomeLevel
from suara.markets import Place

# What people in town say.
_SHORT_NAMES = {"Ho Chi Minh City": "HCMC", "New York City": "New York"}
_INCOMES = {"Low": "Low-Income", "Middle": "Middle-Income", "High": "High-Income"}
_WHO = {"Female": "Women", "Male": "Men"}
# Occupations that say already whether women or men have them.
_GENDERED = ("wife", "woman", "man", "waitress", "mom")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Audience:
    """What the parser found out, for naming it."""

    folded: str
    place: Place | None
    gender: Gender | None
    ages: Ages
    income: IncomeLevel | None
    occupation: str | None


def group_name(audience: Audience) -> str | None:
    """Like "Manila Millennial Women" or "HCMC Professional Women"; None if nothing is known.

    One trait is named, the most telling: generation, else occupation, else income, else ages.
    """
    who = _who(audience)
    where = _short(audience.place) if audience.place else None
    if where is None and who is None:
        return None
    return " ".join(word for word in (where, who or "Consumers") if word)[:_LONGEST].rstrip()


def _who(audience: Audience) -> str | None:
    people = _WHO.get(audience.gender or "")
    if generation := generation_label(audience.folded):
        return f"{generation} {people or 'Consumers'}"
    if audience.occupation:
        return _doing(audience.occupation, audience.gender)
    if audience.income:
        return f"{_INCOMES[audience.income]} {people or 'Consumers'}"
    if audience.ages != Ages():
        return f"{people or 'Consumers'} {_span(audience.ages)}"
    return people


def _doing(occupation: str, gender: Gender | None) -> str:
    people = _WHO.get(gender or "")
    if occupation.lower().endswith("professional"):
        return f"Professional {people}" if people else "Professionals"
    plural = _plural(_titled(occupation))
    if people is None or occupation.lower().endswith(_GENDERED):
        return plural
    return f"{gender} {plural}"


def _span(ages: Ages) -> str:
    if ages.high is None:
        return f"{ages.low}+"
    if ages.low is None:
        return f"Under {ages.high + 1}"
    return str(ages.low) if ages.low == ages.high else f"{ages.low}-{ages.high}"


def _short(place: Place) -> str:
    return _SHORT_NAMES.get(place.city, place.city) if place.city else place.country


def _titled(occupation: str) -> str:
    return " ".join(w if w in ("or", "and") else w[:1].upper() + w[1:] for w in occupation.split())


def _plural(title: str) -> str:
    if title.endswith("man"):
        return title[:-2] + "en"
    if title.endswith("wife"):
        return title[:-2] + "ves"
    if title.endswith("y") and title[-2:-1] not in "aeiou":
        return title[:-1] + "ies"
    return title + ("es" if title.endswith("ss") else "" if title.endswith("s") else "s")
