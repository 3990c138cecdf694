"""Who is cast: age, sex, income and job, drawn jointly from the market's people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.domain.casting.drawing import pick
from generator.domain.casting.jobs import INCOMES, OLDEST, Job, Prevalence
from generator.domain.casting.low_discrepancy import spread, spread_together
from generator.domain.casting.relaxations import RELAXATIONS, Relaxation
from generator.domain.casting.requests import Request
from suara.markets import Market
from suara.personas import MAX_PERSONAS, Definition, Gender, IncomeLevel

# Several in a group may be homemakers, say, where that share of their kind are; but where a
# broad occupation was asked for, each has another job as long as there are any.
_COMMON, _NEVER = 0.15, 2.0
_ADULT, _USUAL_OLDEST, _OLD = 18, 75, 60
# The data's oldest group is spread over its years with one rate; at great age fewer live on.
_GREAT_AGE, _FEWER_A_YEAR = 92, 0.75

Cell = tuple[int, Gender, IncomeLevel]


@dataclass(frozen=True, slots=True)
class Person:
    """The facts everything else about somebody depends on."""

    age: int
    gender: Gender
    income_level: IncomeLevel
    job: Job


def age_bounds(definition: Definition) -> tuple[int, int]:
    """Youngest and oldest age of the segment, both included.

    Left open, a segment is adults of 18 to 75. With one bound given the other end stays
    there, except that "at most 12" starts at birth and "at least 60" has no upper end.
    """
    youngest, oldest = definition.age_min, definition.age_max
    if youngest is None:
        youngest = _ADULT if oldest is None or oldest >= _ADULT else 0
    if oldest is None:
        oldest = _USUAL_OLDEST if youngest < _OLD else OLDEST
    return youngest, oldest


class People:
    """The people of a segment, ready to be drawn from."""

    def __init__(
        self, definition: Definition, market: Market, jobs: Sequence[Job], request: Request | None
    ) -> None:
        self._prevalence = Prevalence(market)
        self._cells = _cells(definition, market, request)
        self._jobs = self._with_chances(jobs)
        self._common = _COMMON if request is None else _NEVER
        self._drawn: dict[tuple[int, int], Person] = {}
        self.relaxation: Relaxation | None = None
        if request is not None:
            self._fit_to(request)
        self._sexes: dict[Gender, float] = {}
        self._ages: dict[Gender, dict[int, float]] = {}
        self._levels: dict[tuple[int, Gender], list[tuple[IncomeLevel, float]]] = {}
        for (age, sex, level), weight in self._cells:
            self._sexes[sex] = self._sexes.get(sex, 0) + weight
            ages = self._ages.setdefault(sex, {})
            ages[age] = ages.get(age, 0) + weight
            self._levels.setdefault((age, sex), []).append((level, weight))

    def draw(self, seed: int, slot: int) -> Person:
        """The person of a slot: sex, then age, income and job given what came before.

        Every quantity is spread over slots, so that a group differs in each of them, and the
        first three jointly, so that the rich of a group are not all young.
        """
        if (seed, slot) not in self._drawn:
            self._drawn[seed, slot] = self._draw(seed, slot)
        return self._drawn[seed, slot]

    def _draw(self, seed: int, slot: int) -> Person:
        at = spread_together(seed, "sex, age, income", slot)
        sex = pick(sorted(self._sexes.items()), at[0])
        age = pick(list(self._ages[sex].items()), at[1])
        income = pick(self._levels[age, sex], at[2])
        earlier = range(slot - slot % MAX_PERSONAS, slot)
        taken = {self.draw(seed, other).job.title for other in earlier}
        choices = _without_repeats(self._fitting((age, sex, income)), taken, self._common)
        return Person(age, sex, income, pick(choices, spread(seed, "job", slot)))

    def _fit_to(self, request: Request) -> None:
        """Weight people by how common the requested jobs are among them.

        Where nobody in the segment usually has such a job, the least is given up that lets
        somebody have it, in the order of RELAXATIONS.
        """
        for relaxation in RELAXATIONS:
            self._jobs = self._with_chances([relaxation.applied_to(job) for job in request.jobs])
            weighted = [
                (cell, weight * sum(w for _, w in self._fitting(cell)))
                for cell, weight in self._cells
            ]
            if any(weight > 0 for _, weight in weighted):
                self._cells = weighted
                self.relaxation = relaxation if relaxation.gives_up else None
                return

    def _fitting(self, cell: Cell) -> list[tuple[Job, float]]:
        """Jobs a person of that age, sex and income can have, with relative chances."""
        return [(j, chance * j.prevalence(cell[0])) for j, chance in self._jobs if j.suits(*cell)]

    def _with_chances(self, jobs: Sequence[Job]) -> list[tuple[Job, float]]:
        return [(job, self._prevalence.among_suited(job)) for job in jobs]


def _without_repeats(
    choices: list[tuple[Job, float]], taken: Collection[str], common: float
) -> list[tuple[Job, float]]:
    """The choices without jobs of earlier slots, except what the share `common` is anyway."""
    total = sum(chance for _, chance in choices)
    fresh = [(j, c) for j, c in choices if j.title not in taken or c >= common * total]
    return fresh or choices


def _cells(
    definition: Definition, market: Market, request: Request | None
) -> list[tuple[Cell, float]]:
    """Every (age, sex, income) of the segment and how many people (thousands) are so."""
    sexes = _sexes(definition, request)
    levels = [definition.income_level] if definition.income_level else list(INCOMES)
    return [
        ((age, sex, level), living * (market.income[level].share if len(levels) > 1 else 1))
        for age, sex, thousands in market.people(*age_bounds(definition))
        if sex in sexes
        for living in [thousands * _FEWER_A_YEAR ** max(age - _GREAT_AGE, 0)]
        for level in levels
    ]


def _sexes(definition: Definition, request: Request | None) -> tuple[Gender, ...]:
    """The sexes of the segment; "housewife" means women unless the definition says men."""
    if definition.gender in ("Female", "Male"):
        return (definition.gender,)
    if request is not None and request.sex is not None:
        return (request.sex,)
    return ("Female", "Male")
