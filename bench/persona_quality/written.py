"""Groups as the built-in writer tells them."""

from dataclasses import dataclass

from generator.domain.writer import draft, profile
from persona_quality.segments import Segment
from suara.markets import Market, Snapshot, bundled_snapshot, market
from suara.personas import Cast, Draft, Profile

PROSE = (
    "backstory",
    "digital_habits",
    "price_sensitivity",
    "psychographic_notes",
    "language_style",
)


@dataclass(frozen=True, slots=True)
class Written:
    """One persona with everything it was made of."""

    cast: Cast
    draft: Draft
    profile: Profile
    market: Market
    snapshot: Snapshot

    @property
    def fields(self) -> dict[str, str]:
        """Name of the field -> its prose."""
        return {name: getattr(self.profile, name) for name in PROSE}

    @property
    def text(self) -> str:
        """All prose."""
        return "\n".join(self.fields.values())


def write(segment: Segment, snapshot: Snapshot) -> list[Written]:
    """The group of a segment, with the profiles that the snapshot supports."""
    data = market(segment.market)
    group = []
    for one in segment.cast().casts:
        core = draft(one)
        group.append(Written(one, core, profile(one, core, data, snapshot), data, snapshot))
    return group


def snapshot_of(code: str) -> Snapshot:
    """What the market data alone supports."""
    return bundled_snapshot(market(code))
