"""When a proven persona may stand in for a cast one.

Hard limits come first: a reused persona must satisfy the group's definition as strictly as a
fresh one. Among those, only a close relative of the cast person is a match; a merely
acceptable one is not, because the cast is what makes a group span its segment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import dist, sqrt

from suara.personas import Cast, Definition, Dispositions, Persona

#: Years of age that still make the same person's life stage.
MAX_AGE_GAP = 4
#: Root-mean-square distance of dispositions (each 0-1). Two random people are at about 0.41
#: (the square of each difference averages 1/6); only one pair in fourteen is closer than this.
MAX_DISPOSITION_DISTANCE = 0.3


@dataclass(frozen=True)
class Candidate:
    """A library persona with the leanings it was cast with."""

    persona: Persona
    dispositions: Dispositions


def best_match(
    cast: Cast, definition: Definition, candidates: Iterable[Candidate]
) -> list[Candidate]:
    """The close matches of a cast person, closest first; empty if nobody is close."""
    scored = [
        (distance(cast.dispositions, candidate.dispositions), str(candidate.persona.id), candidate)
        for candidate in candidates
        if fits(candidate.persona, cast, definition)
    ]
    close = [entry for entry in scored if entry[0] <= MAX_DISPOSITION_DISTANCE]
    return [candidate for *_, candidate in sorted(close, key=lambda entry: entry[:2])]


def fits(persona: Persona, cast: Cast, definition: Definition) -> bool:
    """Whether a persona satisfies the definition and shares the cast person's place in life."""
    age_min = 0 if definition.age_min is None else definition.age_min
    age_max = 120 if definition.age_max is None else definition.age_max
    return (
        age_min <= persona.age <= age_max
        and abs(persona.age - cast.age) <= MAX_AGE_GAP
        and persona.gender == cast.gender
        and persona.location == cast.location
        and persona.income_level == cast.income_level
        and persona.occupation.casefold() == cast.occupation.casefold()
    )


def distance(one: Dispositions, other: Dispositions) -> float:
    """Root-mean-square difference of two people's dispositions, 0 (same) to 1."""
    left, right = one.model_dump().values(), other.model_dump().values()
    return dist(list(left), list(right)) / sqrt(len(left))
