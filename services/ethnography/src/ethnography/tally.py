"""What came of a source so far, counted while it is read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ethnography.domain.cleaning import Dropped
from ethnography.domain.health import Heard
from ethnography.domain.verbatims import Post, SourceName, Verbatim
from suara.markets import SourceState


@dataclass
class Tally:
    """Grows with the pages of one source in one refresh. kept: ids."""

    name: SourceName
    state: SourceState = "ok"
    reason: str | None = None
    fetched: int = 0
    kept: set[str] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)

    def sort(
        self, cleaned: Sequence[tuple[Post, Verbatim | Dropped]]
    ) -> tuple[list[Verbatim], list[str]]:
        """What is to be kept of a page, and the ids of what is not. A text may come twice."""
        kept = [clean for _, clean in cleaned if isinstance(clean, Verbatim)]
        self.kept.update(verbatim.id for verbatim in kept)
        dropped = []
        for post, clean in cleaned:
            if isinstance(clean, Dropped) and post.id not in self.kept:
                self.dropped[clean.reason] += 1
                dropped.append(post.id)
        self.fetched += len(cleaned)
        return kept, dropped

    def broke_off(self, reason: str, state: SourceState = "failing") -> None:
        self.reason, self.state = reason, state

    def heard(self) -> Heard:
        return Heard(
            name=self.name,
            state=self.state,
            reason=self.reason,
            fetched=self.fetched,
            kept=len(self.kept),
            dropped=dict(self.dropped),
        )
