"""Groups of people from real castings, and everything the writer says of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from generator.domain.casting import cast as casting
from generator.domain.writer import draft, profile
from suara.markets import Snapshot, bundled_snapshot, locate, market
from suara.markets.models import Market
from suara.personas import Cast, Definition, Draft, Profile

PROSE = (
    "backstory",
    "digital_habits",
    "price_sensitivity",
    "psychographic_notes",
    "language_style",
)


@dataclass(frozen=True)
class Written:
    cast: Cast
    draft: Draft
    profile: Profile
    market: Market
    snapshot: Snapshot

    @property
    def text(self) -> str:
        return "\n".join(getattr(self.profile, field) for field in PROSE)


@cache
def snapshot_of(code: str) -> Snapshot:
    return bundled_snapshot(market(code))


def write(cast: Cast) -> Written:
    data, snapshot = market(cast.market), snapshot_of(cast.market)
    core = draft(cast)
    return Written(cast, core, profile(cast, core, data, snapshot), data, snapshot)


def group(code: str, seed: int, **definition: object) -> list[Written]:
    wanted = Definition.model_validate(definition)
    place = locate(wanted.location) if wanted.location else None
    casts = casting(wanted, market(code), place, range(10), seed).casts
    return [write(cast) for cast in casts]


# Segments that stress one thing each: the young, the old, the poor, the rich, one occupation.
SEGMENTS: tuple[dict[str, object], ...] = (
    {},
    {"age_min": 15, "age_max": 19},
    {"age_min": 70},
    {"income_level": "Low"},
    {"income_level": "High", "age_min": 25, "age_max": 45},
    {"occupation": "Nurse", "age_min": 22, "age_max": 40},
    {"occupation": "Student", "gender": "Female"},
    {"occupation": "Rice farmer", "age_min": 40},
)


@pytest.fixture(scope="session")
def groups() -> list[list[Written]]:
    """Groups of ten: four markets, eight segments."""
    return [
        group(code, 100 + number, **segment)
        for code in ("PH", "ID", "VN", "DE")
        for number, segment in enumerate(SEGMENTS)
    ]


@pytest.fixture(scope="session")
def everyone(groups: list[list[Written]]) -> list[Written]:
    return [written for members in groups for written in members]


@pytest.fixture(scope="session")
def cast_group() -> Callable[..., list[Written]]:
    return group
