"""What people in a market say, as citable signals.

A snapshot is what a persona's `evidence` refers to: each signal has a stable, readable id
("ph-brand-jollibee-praise-1").
"""

from datetime import datetime
from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from suara.markets.folding import fold

SignalKind = Literal[
    "brand", "platform", "price", "price_habit", "digital_habit", "worry", "calendar", "language"
]
Stance = Literal["praise", "criticism", "neutral"]
Trend = Literal["new", "rising", "steady", "falling"]
SourceState = Literal["ok", "throttled", "failing", "not_configured"]

_COMPARED_CHARACTERS = 200  # of subjects: what is scraped may be endless


class Signal(BaseModel):
    """One thing people say about a subject.

    `source` is a key of the market's sources, "estimate" (then title and URL are None), or the
    names of the live sources it was heard on, joined by "+". `weight` says how much people speak
    of it, 0 to 1 within its kind and snapshot; None where nobody counted (bundled data). `trend`
    is against the previous snapshot, None without one. `verbatims` are ids of what people wrote,
    the most telling first; those kept at most.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    kind: SignalKind
    subject: str
    stance: Stance
    text: str
    source: str
    source_title: str | None = None
    source_url: str | None = None
    weight: float | None = Field(default=None, ge=0, le=1)
    trend: Trend | None = None
    verbatims: tuple[str, ...] = ()


class SourceHealth(BaseModel):
    """How a live source did when a snapshot was made.

    `reason` is for operators, without secrets. `last_ok_at` is None if it never was.
    `verbatims`: how many of its texts the snapshot rests on.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    state: SourceState
    reason: str | None = None
    last_ok_at: datetime | None = None
    verbatims: int = 0


class Snapshot(BaseModel):
    """All signals of a market at one time; `version` changes when the content does.

    `source` is "bundled" where no live source contributed, else "live". `sources` has the health
    of every live source there is, in the order of their names.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    market: str
    version: str
    source: str
    created_at: datetime
    signals: tuple[Signal, ...]
    sources: tuple[SourceHealth, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        if len(self._by_id) != len(self.signals):
            raise ValueError("two signals share an id")
        return self

    def signal(self, signal_id: str) -> Signal | None:
        """The signal with that id."""
        return self._by_id.get(signal_id)

    def about(self, kind: SignalKind, subject: str) -> tuple[Signal, ...]:
        """Signals of a kind about a subject, compared without case and accents."""
        return self._by_subject.get((kind, _key(subject)), ())

    def of_kind(self, kind: SignalKind) -> tuple[Signal, ...]:
        """Signals of a kind, in the order of the market data."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_id(self) -> dict[str, Signal]:
        return {signal.id: signal for signal in self.signals}

    @cached_property
    def _by_kind(self) -> dict[SignalKind, tuple[Signal, ...]]:
        kinds = {signal.kind for signal in self.signals}
        return {kind: tuple(s for s in self.signals if s.kind == kind) for kind in kinds}

    @cached_property
    def _by_subject(self) -> dict[tuple[SignalKind, str], tuple[Signal, ...]]:
        index: dict[tuple[SignalKind, str], tuple[Signal, ...]] = {}
        for signal in self.signals:
            key = (signal.kind, _key(signal.subject))
            index[key] = (*index.get(key, ()), signal)
        return index


def _key(subject: str) -> str:
    return fold(subject[:_COMPARED_CHARACTERS])
