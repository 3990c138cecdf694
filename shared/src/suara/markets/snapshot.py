"""What people in a market say, as citable signals.

A snapshot is what a persona's `evidence` refers to: each signal has a stable, readable id
("ph-brand-jollibee-praise-1").
"""

from datetime import datetime
from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from suara.markets.folding import fold

SignalKind = Literal["brand", "platform", "price", "price_habit", "worry", "calendar", "language"]
Stance = Literal["praise", "criticism", "neutral"]

_COMPARED_CHARACTERS = 200  # of subjects: what is scraped may be endless


class Signal(BaseModel):
    """One thing people say about a subject.

    `source` is a key of the market's sources, or "estimate" (then title and URL are None).
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


class Snapshot(BaseModel):
    """All signals of a market at one time; `version` changes when the content does."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    market: str
    version: str
    source: str
    created_at: datetime
    signals: tuple[Signal, ...]

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
