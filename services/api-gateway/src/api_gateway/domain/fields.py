"""What the fields of a group may hold."""

from collections.abc import Iterable, Mapping
from typing import get_args

from api_gateway.domain.errors import Fault, InvalidFieldsError
from suara.markets import place_of
from suara.personas import MAX_PERSONAS, MIN_PERSONAS, IncomeLevel, TargetGender

MAX_TEXT = 200  # of a name, a location or an occupation
MAX_DESCRIPTION = 2_000
MAX_PROMPT = 4_000
MAX_SYSTEM_PROMPT = 32_000

_AGES = "integers from 0 to 120"
ALLOWED: Mapping[str, tuple[str, ...] | str] = {
    "name": f"1 to {MAX_TEXT} characters",
    "description": f"up to {MAX_DESCRIPTION} characters",
    "prompt": f"1 to {MAX_PROMPT} characters",
    "age_min": _AGES,
    "age_max": _AGES,
    "gender": get_args(TargetGender),
    "income_level": get_args(IncomeLevel),
    "location": f'"City, Country" or a country, 1 to {MAX_TEXT} characters',
    "occupation": f"1 to {MAX_TEXT} characters",
    "systemPrompt": f"up to {MAX_SYSTEM_PROMPT} characters",
    "headers": "an object of strings",
    "connectorHeaders": "an object of strings",
    "persona_count": f"integers from {MIN_PERSONAS} to {MAX_PERSONAS}",
}


def check_definition(age_min: int | None, age_max: int | None, location: str | None) -> str:
    """What to tell about the grounding of such a segment, or "".

    Takes up to half a second the first time: place names are loaded.

    Raises:
        InvalidFieldsError: age_min above age_max, or a location that no country is found for.
    """
    faults = [*_age_faults(age_min, age_max), *_location_faults(location)]
    if faults:
        raise InvalidFieldsError(faults)
    return grounding_note(location)


def grounding_note(location: str | None) -> str:
    """Why personas of that location are grounded less well than others, or ""."""
    place = place_of(location)
    if place is None:
        return "No location given: the Philippines is assumed"
    if place.grounding == "sourced":
        return ""
    return f"{place.country} has no sourced market data yet: personas will use plainer grounding"


def _age_faults(age_min: int | None, age_max: int | None) -> Iterable[Fault]:
    if age_min is not None and age_max is not None and age_min > age_max:
        yield Fault("age_min", f"must not be greater than age_max ({age_min} > {age_max})", _AGES)


def _location_faults(location: str | None) -> Iterable[Fault]:
    if location is not None and place_of(location) is None:
        message = 'names no place that is known; "City, Country" works best'
        yield Fault("location", message, ALLOWED["location"])
