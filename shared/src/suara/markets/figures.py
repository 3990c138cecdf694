"""Sourced figures about a population. Shares are fractions of 1, ages are whole years."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Sex = Literal["Female", "Male"]
IncomeLevel = Literal["Low", "Middle", "High"]

#: The source id of figures for which no publication could be found.
ESTIMATE = "estimate"


def _ordered(span: tuple[int, int]) -> tuple[int, int]:
    if span[0] > span[1]:
        raise ValueError(f"range runs backwards: {span}")
    return span


Share = Annotated[float, Field(ge=0, le=1)]
Age = Annotated[int, Field(ge=0, le=120)]
AgeRange = Annotated[tuple[Age, Age], AfterValidator(_ordered)]
YearRange = Annotated[
    tuple[Annotated[int, Field(ge=1900)], Annotated[int, Field(le=2100)]],
    AfterValidator(_ordered),
]


class Record(BaseModel):
    """A frozen record of market data; an unknown field is an error in the data."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """Where figures come from."""

    title: str
    publisher: str
    year: int
    url: str


class Currency(Record):
    """ISO 4217 code and the symbol people write."""

    code: str = Field(pattern="^[A-Z]{3}$")
    symbol: str


class Language(Record):
    """A language and the share of people who speak it; shares overlap."""

    name: str
    share: Share
    source: str


class AgeSexGroup(Record):
    """Thousands of people in an age group. The last group is open-ended."""

    age: AgeRange
    male: float = Field(ge=0)
    female: float = Field(ge=0)


class Population(Record):
    """Age groups, youngest first, without gaps."""

    by_age_sex: tuple[AgeSexGroup, ...] = Field(min_length=1)
    urban_share: Share
    urban_share_source: str | None = None
    source: str

    @model_validator(mode="after")
    def _groups_follow_each_other(self) -> Self:
        groups = self.by_age_sex
        for younger, older in pairwise(groups):
            if older.age[0] != younger.age[1] + 1:
                raise ValueError(f"age groups leave a gap or overlap after {younger.age}")
        return self


class Religion(Record):
    """A declared religion."""

    name: str
    share: Share
    source: str


class Household(Record):
    """Mean number of people in a household."""

    mean_size: float = Field(ge=1, le=15)
    source: str


class MaritalStatus(Record):
    """Share of people of an age group who are married."""

    age: AgeRange
    married: Share
    source: str


class Education(Record):
    """Share of adults whose highest schooling is this level."""

    level: str
    share: Share
    source: str


class IncomeBracket(Record):
    """Monthly household income in local currency, and the share of households in it.

    `max` is None for the open top bracket; `min` and `max` are both None where no local
    amounts are known.
    """

    min: float | None
    max: float | None
    share: Share
    source: str

    @model_validator(mode="after")
    def _bounds_are_ordered(self) -> Self:
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError(f"income bounds run backwards: {self.min} to {self.max}")
        return self


class Income(Record):
    """The three brackets a persona group can name."""

    Low: IncomeBracket
    Middle: IncomeBracket
    High: IncomeBracket

    def __getitem__(self, level: IncomeLevel) -> IncomeBracket:
        return {"Low": self.Low, "Middle": self.Middle, "High": self.High}[level]
