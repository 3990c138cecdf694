"""Are the people of an open segment distributed like the market's people?"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from math import pi, sqrt

from suara.markets import Market
from suara.personas import Cast, IncomeLevel

Cell = tuple[int, str, str]
Key = Callable[[Cell], Hashable]

_LEVELS: tuple[IncomeLevel, ...] = ("Low", "Middle", "High")
_OPEN_AGES = (18, 75)
_KEYS: dict[str, Key] = {
    "sex": lambda cell: cell[1],
    "age_5_year": lambda cell: cell[0] // 5,
    "age_single_year": lambda cell: cell[0],
    "income": lambda cell: cell[2],
    "age_sex_income": lambda cell: (cell[0] // 5, *cell[1:]),
    "age_sex_income_single_year": lambda cell: cell,
}
# Of so fine a table even a perfect sampler's draws are off by chance; its distance is given too.
_FINE = ("age_single_year", "age_sex_income", "age_sex_income_single_year")


def distances(casts: Iterable[Cast], data: Market) -> dict[str, float]:
    """Total variation distance from the market's people, aged 18 to 75, by attribute.

    `…_perfect_tv` is what as many independent draws from that very distribution are expected
    to show.
    """
    people = [(c.age, c.gender, c.income_level) for c in casts]
    found: dict[str, float] = {}
    for name, key in _KEYS.items():
        expected = _population(data, key)
        found[f"{name}_tv"] = _total_variation(Counter(map(key, people)), expected)
        if name in _FINE:
            found[f"{name}_perfect_tv"] = _expected_by_chance(expected, len(people))
    return found


def _population(data: Market, key: Key) -> dict[Hashable, float]:
    """Share of people by key; income is independent of age and sex, as the data has it."""
    weights: dict[Hashable, float] = {}
    for age, sex, thousands in data.people(*_OPEN_AGES):
        for level in _LEVELS:
            cell = key((age, sex, level))
            weights[cell] = weights.get(cell, 0) + thousands * data.income[level].share
    total = sum(weights.values())
    return {cell: weight / total for cell, weight in weights.items()}


def _total_variation(drawn: Counter[Hashable], expected: Mapping[Hashable, float]) -> float:
    count = drawn.total()
    cells = set(drawn) | set(expected)
    return sum(abs(drawn[cell] / count - expected.get(cell, 0)) for cell in cells) / 2


def _expected_by_chance(expected: Mapping[Hashable, float], count: int) -> float:
    """Mean total variation of `count` independent draws, each cell's count taken as normal."""
    return sum(sqrt(2 * p * (1 - p) / (pi * count)) for p in expected.values()) / 2
