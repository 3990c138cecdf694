"""What is looked for: somebody who may stand in for a cast person."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from library.domain.similarity import MAX_AGE_GAP, Occupation
from suara.markets.countries import country_codes_by_name
from suara.markets.folding import fold
from suara.personas import Cast, Definition


@dataclass(frozen=True)
class Query:
    """Hard limits, and what to be close to.

    ages: youngest and oldest. location: None for anywhere in the market.
    """

    company_id: UUID
    market: str
    gender: str
    income_level: str
    location: str | None
    ages: tuple[int, int]
    occupation: Occupation
    dispositions: NDArray[np.uint8]


def query(
    company_id: UUID, cast: Cast, definition: Definition, occupation: Occupation, packed: bytes
) -> Query:
    """A reused persona satisfies the definition as strictly as a fresh one.

    occupation: of the cast. packed: its dispositions, a byte each.
    """
    youngest = max(definition.age_min or 0, cast.age - MAX_AGE_GAP)
    oldest = min(120 if definition.age_max is None else definition.age_max, cast.age + MAX_AGE_GAP)
    return Query(
        company_id=company_id,
        market=cast.market,
        gender=cast.gender,
        income_level=cast.income_level,
        location=None if asks_for_country(definition, cast.market) else cast.location,
        ages=(youngest, oldest),
        occupation=occupation,
        dispositions=np.frombuffer(packed, np.uint8),
    )


def asks_for_country(definition: Definition, market: str) -> bool:
    """Whether anybody of the market will do: no place is named, or the country alone.

    Anything else counts as a place: then only the cast's own will do. Read by countries' names
    alone: those of the world's cities would take 150 MB of memory.
    """
    parts = {part for part in map(fold, (definition.location or "").split(",")) if part}
    return all(country_codes_by_name().get(part, part.upper()) == market for part in parts)
