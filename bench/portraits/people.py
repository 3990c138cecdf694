"""Made-up people of many kinds, the same in every run."""

from collections.abc import Sequence
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from avatar.domain.appearance import Subject

_NAMES: Final = UUID("c7b0a3f4-6a55-4a52-9d3c-6b9f7f4d0a60")
GROUP_OF: Final = 10

# Market, and the religion of some of its people.
_MARKETS: Final = (
    ("PH", "Roman Catholic"),
    ("ID", "Islam"),
    ("VN", "Buddhism"),
    ("DE", None),
    ("NG", "Islam"),
    ("IN", "Hinduism"),
    ("BR", "Roman Catholic"),
    ("JP", None),
)
_WORK: Final = (
    "Nurse",
    "Rice farmer",
    "Finance or marketing professional",
    "Cook or food stall worker",
    "Teacher",
    "Construction worker",
    "Market trader",
    "Security guard",
    "Software developer",
    "Driver",
)
_GENDERS: Final[tuple[Literal["Female", "Male"], ...]] = ("Female", "Male")
_YOUNGEST, _OLDEST = 6, 88


def groups(count: int) -> list[list[Subject]]:
    """Groups of ten whose members have age, gender, market and work in common: the hard case."""
    return [[_member(number, slot) for slot in range(GROUP_OF)] for number in range(count)]


def _member(number: int, slot: int) -> Subject:
    market, religion = _MARKETS[number % len(_MARKETS)]
    return _subject(
        f"group {number}",
        slot,
        age=12 + (number * 7) % 65,
        gender=_GENDERS[number // 2 % 2],
        market=market,
        religion=religion,
        occupation=_WORK[number % len(_WORK)],
    )


def everybody(count: int) -> Sequence[Subject]:
    """From the youngest to the oldest, a woman and a man by turns, of all markets and trades."""
    people = []
    for number in range(count):
        market, religion = _MARKETS[number // 2 % len(_MARKETS)]
        age = _YOUNGEST + round(number * (_OLDEST - _YOUNGEST) / (count - 1))
        work = _WORK[number * 7 % len(_WORK)]
        person = _subject(
            "everybody",
            number,
            age=age,
            gender=_GENDERS[number % 2],
            market=market,
            religion=religion,
            occupation=work if 18 <= age < 70 else "",
        )
        people.append(person)
    return people


def _subject(group: str, slot: int, **known: Any) -> Subject:
    return Subject(
        project_id=_NAMES,
        persona_id=uuid5(_NAMES, f"{group}/{slot}"),
        location="",
        slot=slot,
        seed_group=uuid5(_NAMES, group),
        **known,
    )
