"""Which of a market's signals a prompt shows: the same for everybody of an income, and a few
of one's own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from generator.domain.heard import heard, is_heard, loudness
from generator.domain.prompts.exhibits import Exhibit, Shown, may_be_shown, shown
from suara.markets import Market, Signal, SignalKind, Snapshot
from suara.personas import Cast, IncomeLevel

SHARED_CHARACTERS, OWN_CHARACTERS = 1_550, 120
_LANGUAGE, _PLATFORMS, _PRICES, _HABITS, _WORRIES, _OWN_BRANDS = 1, 3, 3, 2, 3, 2
_TIERS: Mapping[IncomeLevel, tuple[str, ...]] = {
    "Low": ("value", "mass"),
    "Middle": ("mass", "mid"),
    "High": ("mid", "premium"),
}


@dataclass(frozen=True)
class Choice:
    """What people of one income are shown of a snapshot. Chosen when first asked for: keep it."""

    market: Market
    snapshot: Snapshot
    income: IncomeLevel

    @cached_property
    def shared(self) -> Shown:
        """What everybody is shown. Brands come last, as many as fit."""
        snapshot = self.snapshot
        platforms = _platforms(self.market, snapshot, self.income)
        brands = [name for name in self._brands if name not in platforms]
        chosen = [
            *_heard_then_first(snapshot.of_kind("language"), _LANGUAGE),
            *_heard_then_spread(snapshot.of_kind("price"), _PRICES),
            *_heard_then_spread(snapshot.of_kind("price_habit"), _HABITS),
            *_heard_then_first(snapshot.of_kind("digital_habit"), _HABITS),
            *_heard_then_first(snapshot.of_kind("worry"), _WORRIES),
            *_both_sides(snapshot, "platform", platforms),
            *_both_sides(snapshot, "brand", brands),
        ]
        return shown(chosen, self.market.market, SHARED_CHARACTERS)

    def own(self, cast: Cast) -> Shown:
        """More brands for one person, so that a group's people know different ones."""
        draw = Random(f"{cast.seed}/{cast.slot}/signals")  # noqa: S311 - no secret, only variety
        seen = {exhibit.subject for exhibit in self.shared.exhibits.values()}
        names = [name for name in self._brands if name not in seen]
        names = draw.sample(names, min(_OWN_BRANDS, len(names)))
        chosen = _both_sides(self.snapshot, "brand", names)
        return shown(chosen, self.market.market, OWN_CHARACTERS, after=len(self.shared.exhibits))

    @cached_property
    def _brands(self) -> list[str]:
        return _brands(self.market, self.snapshot, self.income)


def _heard_then_first(signals: Sequence[Signal], most: int) -> list[Exhibit]:
    """So many at most: what was heard live, then what stands first."""
    shown = [signal for signal in signals if may_be_shown(signal)]
    rest = [signal for signal in shown if not is_heard(signal)]
    return [Exhibit((signal,)) for signal in [*heard(shown), *rest][:most]]


def _heard_then_spread(signals: Sequence[Signal], most: int) -> list[Exhibit]:
    """The same with the rest taken evenly from first to last."""
    shown = [signal for signal in signals if may_be_shown(signal)]
    loud = heard(shown)[:most]
    rest = [signal for signal in shown if not is_heard(signal)]
    return [Exhibit((signal,)) for signal in [*loud, *_spread(rest, most - len(loud))]]


def _both_sides(snapshot: Snapshot, kind: SignalKind, subjects: Iterable[str]) -> Iterator[Exhibit]:
    """A praise and a criticism of each subject that has both: heard live, or the first.

    What is heard of an app that is a brand as well is of kind "platform".
    """
    for subject in subjects:
        spoken = (*snapshot.about(kind, subject), *heard(snapshot.about("platform", subject)))
        said = [signal for signal in spoken if may_be_shown(signal)]
        said.sort(key=lambda signal: not is_heard(signal))
        praise = [signal for signal in said if signal.stance == "praise"]
        criticism = [signal for signal in said if signal.stance == "criticism"]
        if praise and criticism:
            yield Exhibit((praise[0], criticism[0]))


def _brands(market: Market, snapshot: Snapshot, income: IncomeLevel) -> list[str]:
    """Names within reach: those heard of, then the others; of both, one of each category before
    a second of any, the loudest first.
    """
    within = [brand for brand in market.brands if brand.price_tier in _TIERS[income]]
    loud = {brand.name: loudness(snapshot, brand.name) for brand in within}
    turns: dict[tuple[bool, str], int] = {}
    ranked = []
    for brand in sorted(within, key=lambda b: -loud[b.name]):
        silent = not loud[brand.name]
        turn = turns[silent, brand.category] = turns.get((silent, brand.category), 0) + 1
        ranked.append((silent, turn, brand.name))
    return [name for _, _, name in sorted(ranked, key=lambda row: row[:2])]


def _platforms(market: Market, snapshot: Snapshot, income: IncomeLevel) -> list[str]:
    """The most heard of, then the most used, of each kind."""
    loud = {p.name: loudness(snapshot, p.name) for p in market.digital.platforms}
    kinds: dict[str, str] = {}
    for platform in sorted(market.digital.platforms, key=lambda p: (-loud[p.name], -p.users_share)):
        if income in platform.skews.income:
            kinds.setdefault(platform.kind, platform.name)
    return list(kinds.values())[:_PLATFORMS]


def _spread(signals: Sequence[Signal], count: int) -> Sequence[Signal]:
    """So many of them, evenly from first to last."""
    step = max(len(signals) // max(count, 1), 1)
    return signals[::step][:count]
