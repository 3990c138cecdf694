"""The segments that quality is measured on: open and narrow, young and old, odd and ordinary."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from generator.domain.casting import Casting, cast
from suara.markets import locate, market
from suara.personas import MAX_PERSONAS, Definition, IncomeLevel, TargetGender

#: Three sourced markets and one plain.
MARKETS = ("PH", "ID", "VN", "DE")

_AGES: tuple[tuple[int | None, int | None], ...] = (
    (None, None), (25, 32), (18, 24), (None, None), (30, 45), (60, None), (13, 17), (45, 59),
    (None, 35), (75, None), (40, None), (18, 65),
)  # fmt: skip
_GENDERS: tuple[TargetGender | None, ...] = (None, "Female", "All", "Male", None)
_INCOMES: tuple[IncomeLevel | None, ...] = (None, None, "Low", "Middle", None, "High", "Middle")
_LOCATIONS: dict[str, tuple[str | None, ...]] = {
    "PH": (None, "Manila, Philippines", "Cebu", "Philippines", "Quezon City", "Tondo, Manila",
           "Davao City, Philippines", "Central Visayas, Philippines", "Zamboanga City"),
    "ID": (None, "Jakarta, Indonesia", "Surabaya", "Indonesia", "West Java, Indonesia",
           "Medan, Indonesia", "Denpasar", "Yogyakarta"),
    "VN": (None, "Ho Chi Minh City, Vietnam", "Hanoi", "Vietnam", "Da Nang, Vietnam",
           "Can Tho", "Hai Phong"),
    "DE": (None, "Berlin, Germany", "Germany", "Hamburg, Germany", "Munich"),
}  # fmt: skip
# What is asked for -> words of which the cast's occupation must have one.
_OCCUPATIONS: dict[str | None, str] = {
    None: "",
    "Nurse": "nurse",
    "Student": "student|pupil",
    "Driver": "driver|rider",
    "Teacher": "teacher|lecturer",
    "Small business owner": "owner|vendor|keeper|trader|seller|operator|self-employed|shop",
    "Housewife": "homemaker|housewife",
    "Engineer": "engineer",
    "Accountant": "accountant",
    "Retired": "retire|pension",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A group as a user would ask for it. wanted: regular expression of fitting occupations."""

    market: str
    definition: Definition
    wanted: str
    size: int
    seed: int

    def cast(self) -> Casting:
        """The group's people."""
        location = self.definition.location
        place = locate(location) if location else None
        return cast(self.definition, market(self.market), place, range(self.size), self.seed)


def segments(code: str, seed: int) -> Iterator[Segment]:
    """Endless segments of a market, the same for the same seed.

    Sizes, ages and places take turns; every other segment names an occupation.
    """
    draw = Random(f"{seed}/{code}")  # noqa: S311
    asked = [None, *_OCCUPATIONS]
    for number, ages, location in zip(
        range(1_000_000), cycle(_AGES), cycle(_LOCATIONS[code]), strict=False
    ):
        occupation = draw.choice(asked) if number % 2 else None
        yield Segment(
            market=code,
            definition=Definition(
                age_min=ages[0],
                age_max=ages[1],
                gender=draw.choice(_GENDERS) if occupation != "Housewife" else "Female",
                location=location,
                income_level=draw.choice(_INCOMES),
                occupation=occupation,
            ),
            wanted=_OCCUPATIONS[occupation],
            size=1 + number % MAX_PERSONAS,
            seed=draw.getrandbits(63),
        )


def open_segment(code: str, seed: int, people: int) -> Iterator[Casting]:
    """The first so many slots of one segment that asks for nothing, ten at a time."""
    for start in range(0, people, MAX_PERSONAS):
        slots = range(start, min(start + MAX_PERSONAS, people))
        yield cast(Definition(), market(code), None, slots, seed)


def open_groups(code: str, seed: int, people: int) -> Iterator[Casting]:
    """So many people in unrelated groups of ten that ask for nothing."""
    draw = Random(f"{seed}/{code}/open")  # noqa: S311
    for _ in range(people // MAX_PERSONAS):
        yield Segment(code, Definition(), "", MAX_PERSONAS, draw.getrandbits(63)).cast()


def first(code: str, seed: int, groups: int) -> list[Segment]:
    """The first so many segments of a market."""
    return list(islice(segments(code, seed), groups))
