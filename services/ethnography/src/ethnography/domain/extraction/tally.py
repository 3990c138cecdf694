"""How much is said of something, and by which verbatims."""

from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappush, heappushpop
from math import log2

from ethnography.domain.verbatims import Verbatim

#: A finding needs so many verbatims, or one that so many people agreed with.
FEWEST_VERBATIMS, LOUD = 2, 100
_MOST_CITED = 10
_HALF_LIFE_DAYS = 14.0


def weight_of(verbatim: Verbatim, now: datetime) -> float:
    """1 for a text of now that nobody reacted to. Half as much after two weeks; votes count by
    their order of magnitude: 100 of them make it 2.7 times as heavy.
    """
    days = max((now - verbatim.observed_at).total_seconds() / 86_400, 0.0)
    return float(0.5 ** (days / _HALF_LIFE_DAYS) * (1 + log2(1 + verbatim.engagement) / 4))


@dataclass
class Tally:
    """Of one finding. Memory does not grow with the number of verbatims."""

    weight: float = 0.0
    count: int = 0
    engagement: int = 0
    sources: set[str] = field(default_factory=set)
    _telling: list[tuple[float, str]] = field(default_factory=list)

    def add(self, verbatim: Verbatim, weight: float, telling: float) -> None:
        """telling: how clearly it says so, for the order in which verbatims are cited."""
        self.weight += weight
        self.count += 1
        self.engagement = max(self.engagement, verbatim.engagement)
        self.sources.add(verbatim.source)
        entry = (weight * telling, verbatim.id)
        if len(self._telling) < _MOST_CITED:
            heappush(self._telling, entry)
        else:
            heappushpop(self._telling, entry)

    @property
    def is_supported(self) -> bool:
        return self.count >= FEWEST_VERBATIMS or self.engagement >= LOUD

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids, the most telling first."""
        return tuple(i for _, i in sorted(self._telling, key=lambda entry: (-entry[0], entry[1])))
