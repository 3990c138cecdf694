"""The grounding data of one country. The same type holds sourced and plain markets."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from suara.markets.consumption import Attitude, Brand, CalendarEvent, Digital, Price, PriceHabit
from suara.markets.figures import (
    ESTIMATE,
    Currency,
    Education,
    Household,
    Income,
    Language,
    MaritalStatus,
    Population,
    Record,
    Religion,
    Sex,
    Source,
)
from suara.markets.folding import fold
from suara.markets.geography import City
from suara.markets.people import Names, Occupation, single_years

Grounding = Literal["sourced", "plain"]

# A sourced market promises at least this much; see the schema of the data files.
_SOURCED_MINIMUM = {"cities": 25, "occupations": 45, "brands": 70, "prices": 15, "attitudes": 15}


class Market(Record):
    """Everything Suara knows about one country.

    `grounding` is "sourced" where figures come from publications about that market, and
    "plain" where they are world-wide estimates around maintained reference data (then
    `prices` is empty and income brackets carry no amounts). Every `source` is a key of
    `sources` or "estimate".
    """

    market: str = Field(pattern="^[A-Z]{2}$")
    country: str
    grounding: Grounding
    as_of: int
    currency: Currency
    sources: dict[str, Source]
    languages: tuple[Language, ...] = Field(min_length=1)
    code_switching: str
    population: Population
    cities: tuple[City, ...] = Field(min_length=1)
    religion: tuple[Religion, ...] = Field(min_length=1)
    household: Household
    marital_status: tuple[MaritalStatus, ...] = Field(min_length=1)
    education: tuple[Education, ...] = Field(min_length=1)
    income: Income
    occupations: tuple[Occupation, ...] = Field(min_length=25)
    names: Names
    digital: Digital
    brands: tuple[Brand, ...] = Field(min_length=1)
    prices: tuple[Price, ...]
    price_habits: tuple[PriceHabit, ...] = Field(min_length=1)
    calendar: tuple[CalendarEvent, ...] = Field(min_length=1)
    attitudes: tuple[Attitude, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        unknown = sorted({s for s in _cited(self.model_dump()) if s not in self.sources})
        if unknown and unknown != [ESTIMATE]:
            raise ValueError(f"{self.market}: sources not listed: {unknown}")
        if self.grounding == "sourced":
            for name, least in _SOURCED_MINIMUM.items():
                if len(getattr(self, name)) < least:
                    raise ValueError(f"{self.market}: fewer than {least} {name}")
        return self

    def people(self, age_min: int, age_max: int) -> tuple[tuple[int, Sex, float], ...]:
        """(age, sex, thousands of people) by single year of age, both ends included."""
        return tuple(row for row in self._pyramid if age_min <= row[0] <= age_max)

    def married_share(self, age: int) -> float:
        """Share of people of that age who are married; 0 below the youngest group."""
        if age < self.marital_status[0].age[0]:
            return 0.0
        for row in self.marital_status:
            if age <= row.age[1]:
                return row.married
        return self.marital_status[-1].married

    def city(self, name: str) -> City | None:
        """The city with that label, local name or alias; a name goes before an alias."""
        wanted = fold(name)
        for city in self.cities:
            if wanted in (fold(city.label), fold(city.name)):
                return city
        return next((c for c in self.cities if wanted in map(fold, c.aliases)), None)

    @cached_property
    def _pyramid(self) -> tuple[tuple[int, Sex, float], ...]:
        groups = self.population.by_age_sex
        rows: list[tuple[int, Sex, float]] = []
        for group in groups:
            last = group is groups[-1]
            rows += [(a, "Female", n) for a, n in single_years(group.age, group.female, last)]
            rows += [(a, "Male", n) for a, n in single_years(group.age, group.male, last)]
        return tuple(sorted(rows))


def _cited(data: Any) -> Iterator[str]:
    """Every source id named anywhere in plain data."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("source", "urban_share_source") and isinstance(value, str):
                yield value
            elif key != "sources":
                yield from _cited(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _cited(value)
