"""Library personas of one company, as the casting code makes them.

Some thousand casts are real; the others are real ones again with other dispositions (normal, 0.15
apart), age (up to six years) and city of their market, since a million castings would take hours.
"""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.domain.casting import cast
from suara.library import packed
from suara.markets import SOURCED_MARKETS, Market, market, place_of
from suara.personas import Cast, Definition

# People ask for occupations in words of their own: casting keeps them, so that there are
# thousands of distinct ones.
SETTINGS = (
    "hospital", "school", "hotel", "airport", "mall", "bank", "factory", "online", "village",
    "city", "night shift", "weekend", "part-time", "senior", "junior", "freelance", "contract",
    "family business", "government", "export", "beach", "university", "clinic", "restaurant",
    "warehouse", "startup", "church", "museum", "harbour", "mining",
)  # fmt: skip
_OPEN_SHARE, _EACH = 15, 2
_DEVIATION, _YEARS = 0.15, 6


@dataclass(frozen=True)
class People:
    """Columns of equal length. casts: the real ones; origin: which of them a row was made from."""

    casts: list[Cast]
    origin: NDArray[np.int64]
    ids: NDArray[np.uint8]
    ages: NDArray[np.int64]
    locations: list[str]
    location: NDArray[np.int64]
    dispositions: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.origin)


def real_casts(seed: int, requests: int = 900) -> list[Cast]:
    """Casts of all three markets: of open segments, and of occupations as people ask for them.

    requests: of each market.
    """
    dice = random.Random(seed)  # noqa: S311 - repeatable
    found: list[Cast] = []
    for code in SOURCED_MARKETS:
        data = market(code)
        titles = [occupation.title for occupation in data.occupations]
        for _ in range(requests):
            occupation = f"{dice.choice(SETTINGS)} {dice.choice(titles).split(' (')[0]}"
            found += _cast(data, occupation, dice)
        for _ in range(requests // _OPEN_SHARE):
            found += _cast(data, None, dice, 10)
    return found


def people(casts: list[Cast], size: int, seed: int) -> People:
    """As many as are wanted, the same for the same seed."""
    dice = np.random.default_rng(seed)
    origin = dice.integers(0, len(casts), size)
    of_market = {
        code: [one.location for one in casts if one.market == code] for code in SOURCED_MARKETS
    }
    locations = sorted({one.location for one in casts})
    code_of = {location: code for code, location in enumerate(locations)}
    location = np.zeros(size, np.int64)
    markets = np.array([one.market for one in casts])[origin]
    for code, homes in of_market.items():
        rows = markets == code
        location[rows] = dice.choice([code_of[home] for home in homes], rows.sum())
    ages = np.array([one.age for one in casts])[origin] + dice.integers(-_YEARS, _YEARS + 1, size)
    levels = np.array([list(packed(one.dispositions)) for one in casts], np.float32)[origin]
    levels += dice.normal(0, _DEVIATION * 255, levels.shape).astype(np.float32)
    return People(
        casts=casts,
        origin=origin,
        ids=np.frombuffer(dice.bytes(16 * size), np.uint8).reshape(-1, 16),
        ages=np.clip(ages, 15, 90),
        locations=locations,
        location=location,
        dispositions=np.rint(np.abs(255 - np.abs(255 - np.abs(levels)))).astype(np.uint8),
    )


def _cast(
    data: Market, occupation: str | None, dice: random.Random, count: int = _EACH
) -> list[Cast]:
    definition = Definition(occupation=occupation, location=data.country)
    casting = cast(
        definition, data, place_of(data.country), range(count), seed=dice.getrandbits(50)
    )
    return list(casting.casts)
