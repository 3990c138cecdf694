"""Jobs: what one person can be, made from the market's occupations."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from suara.markets import Market
from suara.markets.job_titles import single_titles
from suara.markets.people import Occupation
from suara.personas import Gender, IncomeLevel

INCOMES: tuple[IncomeLevel, ...] = ("Low", "Middle", "High")
WORKING_AGE, OLDEST = 15, 120
# Everybody is something as a child; later stages have a share so small that they are only
# cast where the market data has nobody.
_EVERY_CHILD, _LAST_RESORT = 0.01, 1e-7
# A job is taken to suit at least this share of adults, lest a narrow one crowd out others.
_RAREST = 0.01
# Personas live in the market's cities, where few of its farmers and fishers do. Judgement.
_FARMING_IN_CITIES = 0.02


@dataclass(frozen=True, slots=True)
class Job:
    """One job title or everyday situation, and who plausibly has it.

    share: fraction of adults in it. ages: youngest and oldest, inclusive.
    """

    title: str
    group: str
    share: float
    ages: tuple[int, int]
    sex: Gender | Literal["All"] = "All"
    incomes: tuple[IncomeLevel, ...] = INCOMES
    synonyms: tuple[str, ...] = ()

    @property
    def working(self) -> bool:
        """Whether it is paid work, as opposed to studying, keeping house or retirement."""
        return self.group != "Not employed"

    def suits(self, age: int, sex: Gender, income: IncomeLevel) -> bool:
        """Whether a person of this age, sex and household income plausibly has it."""
        return (
            self.ages[0] <= age <= self.ages[1]
            and self.sex in ("All", sex)
            and income in self.incomes
        )

    def prevalence(self, age: int) -> float:
        """How common it is at an age, relative to its mean over its ages.

        Studying fades out and retirement sets in; paid work is taken as even.
        """
        youngest, oldest = self.ages
        if self.is_study:
            return 2 * (oldest + 1 - age) / (oldest + 2 - youngest)
        if self.is_retirement:
            return min(1.5, 0.3 + max(age - youngest, 0) / 12)
        return 1.0

    @property
    def is_study(self) -> bool:
        """Whether it is school or university."""
        return not self.working and any(w in self.title.lower() for w in ("student", "pupil"))

    @property
    def is_retirement(self) -> bool:
        """Whether it is a pension."""
        return not self.working and any(w in self.title.lower() for w in ("retire", "pension"))


_LIFE_STAGES = (
    Job("Infant", "Not employed", _EVERY_CHILD, (0, 0)),
    Job("Toddler", "Not employed", _EVERY_CHILD, (1, 2)),
    Job("Preschooler", "Not employed", _EVERY_CHILD, (3, 5)),
    Job("Primary school pupil", "Not employed", _EVERY_CHILD, (6, 11)),
    Job("Secondary school pupil", "Not employed", _EVERY_CHILD, (12, WORKING_AGE - 1)),
    Job("Student", "Not employed", _LAST_RESORT, (WORKING_AGE, 24)),
    Job("Self-employed", "Own account", _LAST_RESORT, (20, 64)),
    Job("Retired", "Not employed", _LAST_RESORT, (55, OLDEST)),
)


def jobs_of(market: Market) -> tuple[Job, ...]:
    """Every job of the market, grouped as the data groups them, then stages of life.

    The stages of life make sure that everybody from 0 to 120 has something to be; adults
    get one only where the market's own occupations leave a gap.
    """
    own = [job for occupation in market.occupations for job in _single_jobs(occupation)]
    return (*own, *_LIFE_STAGES)


def _single_jobs(occupation: Occupation) -> Iterator[Job]:
    """ "Accountant or auditor" is two jobs, with half the share each."""
    titles = single_titles(occupation.title)
    whole = Job(
        title=occupation.title,
        group=occupation.group,
        share=occupation.share / len(titles),
        ages=occupation.age,
        sex=occupation.gender,
        incomes=occupation.income,
        synonyms=occupation.synonyms,
    )
    for title, sex in titles:
        yield replace(whole, title=title, sex=sex if whole.sex == "All" else whole.sex)


class Prevalence:
    """How common jobs are among people of an age, sex and income in a market."""

    def __init__(self, market: Market) -> None:
        self._share_of_income = {level: market.income[level].share for level in INCOMES}
        self._older: dict[Gender, list[float]] = {
            sex: [0.0] * (OLDEST + 2) for sex in ("Female", "Male")
        }
        for age, sex, thousands in market.people(WORKING_AGE, OLDEST):
            self._older[sex][age] = thousands
        for sums in self._older.values():
            for age in range(OLDEST, -1, -1):
                sums[age] += sums[age + 1]
        self._adults = sum(sums[0] for sums in self._older.values())

    def among_suited(self, job: Job) -> float:
        """Relative chance that somebody whom the job suits has it, averaged over its ages.

        It is the job's share of adults over the share of adults it suits at all, so that
        drawing in proportion to it returns about the market's shares (of city dwellers).
        """
        sexes: tuple[Gender, ...] = ("Female", "Male") if job.sex == "All" else (job.sex,)
        youngest, oldest = job.ages
        people = sum(self._older[s][youngest] - self._older[s][oldest + 1] for s in sexes)
        suited = people * sum(self._share_of_income[level] for level in job.incomes)
        share = job.share * (_FARMING_IN_CITIES if "agri" in job.group.lower() else 1)
        return share / max(suited / self._adults, _RAREST)
