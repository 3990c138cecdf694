"""Which signals were heard live: somebody counted how much people speak of them."""

from collections.abc import Iterable, Sequence

from suara.markets import Signal, Snapshot, Stance


def is_heard(signal: Signal) -> bool:
    """Whether a live source said it, and not the data that come with Suara."""
    return signal.weight is not None


def heard(signals: Iterable[Signal]) -> Sequence[Signal]:
    return [signal for signal in signals if is_heard(signal)]


def loudness(snapshot: Snapshot, name: str, stance: Stance | None = None) -> float:
    """How much people speak of a brand or app, in that sense if one is named: 0 for not at all,
    up to 1.
    """
    said = (*snapshot.about("brand", name), *snapshot.about("platform", name))
    return max((s.weight or 0.0 for s in said if stance in (None, s.stance)), default=0.0)
