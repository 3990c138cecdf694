"""Which of a market's signals a prompt shows: the same for everybody of an income, and a few
of one's own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from generator.domain.prompts.exhibits import Exhibit, Shown, may_be_shown, shown
from suara.markets import Market, Signal, SignalKind, Snapshot
from suara.personas import Cast, IncomeLevel

SHARED_CHARACTERS, OWN_CHARACTERS = 1_600, 150
_PLATFORMS, _PRICES, _HABITS, _WORRIES, _OWN_BRANDS = 3, 3, 2, 3, 2
_TIERS: Mapping[IncomeLevel, tuple[str, ...]] = {
    "Low": ("value", "mass"),
    "Middle": ("mass", "mid"),
    "High": ("mid", "premium"),
}


def shared(market: Market, snapshot: Snapshot, income: IncomeLevel) -> Shown:
    """What everybody of that income in the market is shown. Brands come last, as many as fit."""
    chosen = [
        *_singly(snapshot.of_kind("language"), 1),
        *_singly(_spread(snapshot.of_kind("price"), _PRICES), _PRICES),
        *_singly(_spread(snapshot.of_kind("price_habit"), _HABITS), _HABITS),
        *_singly(snapshot.of_kind("worry"), _WORRIES),
        *_both_sides(snapshot, "platform", _platforms(market, income)),
        *_both_sides(snapshot, "brand", _brands(market, income)),
    ]
    return shown(chosen, market.market, SHARED_CHARACTERS)


def own(market: Market, snapshot: Snapshot, cast: Cast, besides: Shown) -> Shown:
    """More brands for one person, so that a group's people know different ones."""
    draw = Random(f"{cast.seed}/{cast.slot}/signals")  # noqa: S311 - no secret, only variety
    seen = {exhibit.subject for exhibit in besides.exhibits.values()}
    names = [name for name in _brands(market, cast.income_level) if name not in seen]
    names = draw.sample(names, min(_OWN_BRANDS, len(names)))
    chosen = _both_sides(snapshot, "brand", names)
    return shown(chosen, market.market, OWN_CHARACTERS, after=len(besides.exhibits))


def _singly(signals: Iterable[Signal], most: int) -> list[Exhibit]:
    return [Exhibit((signal,)) for signal in signals if may_be_shown(signal)][:most]


def _both_sides(snapshot: Snapshot, kind: SignalKind, subjects: Iterable[str]) -> Iterator[Exhibit]:
    """The first praise and the first criticism of each subject that has both."""
    for subject in subjects:
        said = [signal for signal in snapshot.about(kind, subject) if may_be_shown(signal)]
        praise = [signal for signal in said if signal.stance == "praise"]
        criticism = [signal for signal in said if signal.stance == "criticism"]
        if praise and criticism:
            yield Exhibit((praise[0], criticism[0]))


def _brands(market: Market, income: IncomeLevel) -> list[str]:
    """Names within reach, one of each category before a second of any."""
    rounds: dict[str, int] = {}
    ranked = []
    for brand in market.brands:
        if brand.price_tier in _TIERS[income]:
            turn = rounds[brand.category] = rounds.get(brand.category, 0) + 1
            ranked.append((turn, brand.name))
    return [name for _, name in sorted(ranked, key=lambda row: row[0])]


def _platforms(market: Market, income: IncomeLevel) -> list[str]:
    """The most used of each kind."""
    kinds: dict[str, str] = {}
    for platform in sorted(market.digital.platforms, key=lambda p: -p.users_share):
        if income in platform.skews.income:
            kinds.setdefault(platform.kind, platform.name)
    return list(kinds.values())[:_PLATFORMS]


def _spread(signals: Sequence[Signal], count: int) -> Sequence[Signal]:
    """So many of them, evenly from first to last."""
    step = max(len(signals) // count, 1)
    return signals[::step][:count]
