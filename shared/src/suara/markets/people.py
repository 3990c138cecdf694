"""What people do and what they are called."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from suara.markets.figures import Age, AgeRange, IncomeLevel, Record, Sex, Share, YearRange

# A name goes out of fashion gradually: half as likely for every so many years away.
_FASHION_HALF_LIFE_YEARS = 8


class Occupation(Record):
    """A job or an everyday situation (student, homemaker), and who plausibly has it.

    `share` is the share of all adults; `synonyms` are what people type, local words included.
    """

    title: str
    group: str
    share: Share
    income: tuple[IncomeLevel, ...] = Field(min_length=1)
    age: AgeRange
    gender: Sex | Literal["All"]
    synonyms: tuple[str, ...]
    source: str

    def suits(self, age: int, sex: Sex, income: IncomeLevel | None = None) -> bool:
        """Whether a person of this age, sex and (if given) income plausibly has it."""
        return (
            self.age[0] <= age <= self.age[1]
            and self.gender in ("All", sex)
            and (income is None or income in self.income)
        )


class GivenName(Record):
    """A given name; `weight` is relative, `born` the birth years it was popular in."""

    name: str
    weight: float = Field(gt=0)
    born: YearRange

    def weight_for(self, birth_year: int) -> float:
        """Relative likelihood for somebody born in that year; never zero."""
        first, last = self.born
        years_off = max(first - birth_year, birth_year - last, 0)
        return float(self.weight * 0.5 ** (years_off / _FASHION_HALF_LIFE_YEARS))


class Surname(Record):
    """A family name; `sex` is set where the form differs for women and men."""

    name: str
    weight: float = Field(gt=0)
    sex: Sex | None = None


class Names(Record):
    """Given names and surnames; `note` says how a full name is written."""

    order: Literal["given-first", "family-first"]
    female: tuple[GivenName, ...] = Field(min_length=1)
    male: tuple[GivenName, ...] = Field(min_length=1)
    surnames: tuple[Surname, ...] = Field(min_length=1)
    note: str
    source: str

    def given(self, sex: Sex, birth_year: int) -> tuple[tuple[str, float], ...]:
        """(name, weight) of every given name of that sex, for that birth year."""
        pool = self.female if sex == "Female" else self.male
        return tuple((entry.name, entry.weight_for(birth_year)) for entry in pool)

    def family(self, sex: Sex) -> tuple[tuple[str, float], ...]:
        """(surname, weight) of every surname in the form that sex bears."""
        return tuple((s.name, s.weight) for s in self.surnames if s.sex in (None, sex))


def single_years(age: AgeRange, thousands: float, open_ended: bool) -> Iterator[tuple[Age, float]]:
    """Spread an age group over its single years: (age, thousands of people).

    A closed group is spread evenly. The open last group thins out by 12 % a year (the
    order of old-age mortality) and runs to 120, so that every admissible age has people.
    """
    first, last = (age[0], 120) if open_ended else age
    thinning = 0.88 if open_ended else 1.0
    weights = [thinning**i for i in range(last - first + 1)]
    total = sum(weights)
    for i, weight in enumerate(weights):
        yield first + i, thousands * weight / total
