"""What gives way when a definition's occupation does not fit its people.

Age, gender, income, location and the occupation itself are never touched: they were asked
for. What gives way is what the market data says about who usually has such a job. The
income bracket goes first, because it is the household's and others earn too; then age; then
the sex the data or the word suggests.
"""

from dataclasses import dataclass, replace

from generator.domain.casting.jobs import INCOMES, OLDEST, Job
from generator.domain.casting.requests import Request


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Usual traits of a job that are given up: any of "income", "age", "sex"."""

    gives_up: frozenset[str] = frozenset()

    def applied_to(self, job: Job) -> Job:
        """The job without the limits that are given up."""
        if "income" in self.gives_up:
            job = replace(job, incomes=INCOMES)
        if "age" in self.gives_up:
            job = replace(job, ages=(0, OLDEST))
        if "sex" in self.gives_up:
            job = replace(job, sex="All")
        return job


RELAXATIONS = tuple(
    Relaxation(frozenset(traits))
    for traits in ((), ("income",), ("age",), ("income", "age"), ("sex",), ("sex", "income"),
                   ("sex", "age"), ("sex", "income", "age"))
)  # fmt: skip


_WORDS = (("income", "income level"), ("age", "age"), ("sex", "gender"))


def notes(request: Request | None, relaxation: Relaxation | None) -> tuple[str, ...]:
    """What had to give way, as sentences for whoever asked."""
    if request is None:
        return ()
    said = []
    if not request.known:
        said.append(f"no occupation like '{request.text}' in the market data: kept as asked")
    if relaxation is not None:
        traits = " and ".join(word for trait, word in _WORDS if trait in relaxation.gives_up)
        said.append(
            f"'{request.text}' does not usually go with that {traits} in the data: kept as asked"
        )
    return tuple(said)
