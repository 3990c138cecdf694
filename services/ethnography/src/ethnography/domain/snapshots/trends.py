"""Is more said of it than in the snapshot before?"""

from ethnography.domain.findings import Finding
from suara.markets import BUNDLED, Snapshot, Trend
from suara.markets.folding import fold

# A weight that is a quarter higher and at least 0.05 is rising; a fifth lower, falling: so that a
# few texts more do not make a trend.
_RISING, _FALLING, _LEAST = 1.25, 0.8, 0.05


class Trends:
    """Against the previous snapshot; it says nothing without one, or after a bundled one, in
    which nobody counted. Signals are matched by kind, subject, stance and text.
    """

    def __init__(self, previous: Snapshot | None) -> None:
        self._known = previous is not None and previous.source != BUNDLED
        self._before = {
            (s.kind, fold(s.subject), s.stance, s.text): s.weight
            for s in (previous.signals if previous else ())
            if s.weight is not None
        }

    def of(self, finding: Finding, weight: float) -> Trend | None:
        """weight: 0 to 1, within its kind."""
        if not self._known:
            return None
        key = (finding.kind, fold(finding.subject), finding.stance, finding.text)
        before = self._before.get(key)
        if before is None:
            return "new"
        if weight >= before * _RISING and weight - before >= _LEAST:
            return "rising"
        if weight <= before * _FALLING and before - weight >= _LEAST:
            return "falling"
        return "steady"
