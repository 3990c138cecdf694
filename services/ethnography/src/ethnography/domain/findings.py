"""What verbatims come to, before it is a signal of a snapshot."""

from dataclasses import dataclass

from suara.markets import SignalKind, Stance


@dataclass(frozen=True)
class Finding:
    """One thing that people say, with the verbatims that say it.

    subject: a name of the market data where there is one ("GCash"). text: the reason or the
    phrase, at most 200 characters, free of personal data. weight: how much they say it, counted in
    verbatims (fractions by age and engagement); only its ratio to others of its kind matters.
    verbatims: their ids, the most telling first. sources: names, sorted.
    """

    kind: SignalKind
    subject: str
    stance: Stance
    text: str
    weight: float
    verbatims: tuple[str, ...]
    sources: tuple[str, ...]
