"""What people use, buy, pay, wait for and worry about."""

import re
from typing import Any, Self

from pydantic import Field, model_validator

from suara.markets.figures import AgeRange, IncomeLevel, Record, Share

_CITED = re.compile(r"^(?P<text>.+?)\s*[\[(](?P<source>\w+)(?:, \w+)*[\])]\.?$", re.DOTALL)


class Skews(Record):
    """Ages and incomes that use a platform more than others do."""

    age: AgeRange
    income: tuple[IncomeLevel, ...]


class Platform(Record):
    """An app or site; `users_share` is a share of internet users."""

    name: str
    kind: str
    users_share: Share
    skews: Skews
    praised_for: tuple[str, ...]
    criticised_for: tuple[str, ...]
    source: str


class Digital(Record):
    """Share of people online, and what they use there."""

    internet_penetration: Share
    platforms: tuple[Platform, ...]
    source: str


class Brand(Record):
    """A consumer brand, with what people praise and criticise."""

    name: str
    category: str
    price_tier: str
    praised_for: tuple[str, ...]
    criticised_for: tuple[str, ...]
    source: str


class Price(Record):
    """An everyday reference price, in local currency."""

    item: str
    price: float = Field(gt=0)
    source: str


class PriceHabit(Record):
    """How people save, compare and pay; `source` is the first of several cited."""

    text: str
    source: str

    @model_validator(mode="before")
    @classmethod
    def _split_citation(cls, value: Any) -> Any:
        """Accept "Fact. [source_id]" and "Fact (source_id).", as the data files write it."""
        if not isinstance(value, str):
            return value
        cited = _CITED.match(value)
        if cited is None:
            raise ValueError(f"price habit names no source: {value[:60]!r}")
        return {"text": cited["text"].rstrip(".") + ".", "source": cited["source"]}


class CalendarEvent(Record):
    """A date or season that changes what people buy; `when` is for humans to read."""

    event: str
    when: str
    effect: str


class Attitude(Record):
    """A worry or tension in public discussion, and who holds it."""

    topic: str
    stance: str
    who: str
    source: str

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.stance.strip():
            raise ValueError(f"attitude on {self.topic!r} has no stance")
        return self
