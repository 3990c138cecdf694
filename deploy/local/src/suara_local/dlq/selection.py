"""Which dead letters a command is about, and what it found of them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Kafka's client is slow to load
    from suara.kafka.dead_letters import DeadLetter

_NAMED = 20


@dataclass(frozen=True)
class Selection:
    """topic: as `groups`. id: a letter's, or that of an event: all letters of it. settled: those
    that were replayed or purged, too."""

    topic: str | None = None
    id: str | None = None
    settled: bool = False

    @property
    def where(self) -> str | None:
        """The one topic that they lie in; None: it may be any."""
        letter_id = re.fullmatch(r"([a-z]+):\d+:\d+", self.id or "")
        return self.topic or (letter_id[1] if letter_id else None)

    def names(self, letter: "DeadLetter") -> bool:
        return self.id is None or self.id in (letter.id, letter.event_id)

    def takes(self, letter: "DeadLetter") -> bool:
        return self.names(letter) and (self.settled or letter.settled is None)


@dataclass
class Survey:
    """How many letters of each topic could be settled, and what is in the way of others."""

    able: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    refusals: dict[str, str] = field(default_factory=dict)
    """Why, by letter id, of the first few."""
    settled: Counter[str] = field(default_factory=Counter)
    """Named, but not taken."""

    def refuse(self, letter_id: str, why: str) -> None:
        self.refused += 1
        if len(self.refusals) < _NAMED:
            self.refusals[letter_id] = why
