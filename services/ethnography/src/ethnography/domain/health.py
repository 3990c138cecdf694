"""How the sources did, as a snapshot tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ethnography.domain.verbatims import LIVE_SOURCES, SourceName
from suara.markets import Snapshot, SourceHealth, SourceState

_IMPORT: SourceName = "import"


@dataclass(frozen=True)
class Heard:
    """What came of asking a source. dropped: reason -> how many of the fetched texts.

    reason: why it is not ok, for operators; no scraped word in it.
    """

    name: SourceName
    state: SourceState = "ok"
    reason: str | None = None
    fetched: int = 0
    kept: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether it said anything at all, be it that there is nothing."""
        return self.state == "ok" or self.fetched > 0


def health_of(
    heard: Iterable[Heard], last: Snapshot | None, verbatims: Mapping[str, int], at: datetime
) -> tuple[SourceHealth, ...]:
    """The health of every live source there is, and of imports if there are any.

    last: the snapshot before, which knows when each source was last well. verbatims: how many of
    each source's texts the new one rests on.
    """
    by_name = {one.name: one for one in heard}
    before = {one.name: one.last_ok_at for one in last.sources} if last else {}
    health = []
    for name in LIVE_SOURCES:
        one = by_name.get(name) or Heard(name, "not_configured")
        health.append(
            SourceHealth(
                name=name,
                state=one.state,
                reason=one.reason,
                last_ok_at=at if one.state == "ok" else before.get(name),
                verbatims=verbatims.get(name, 0),
            )
        )
    if imported := verbatims.get(_IMPORT, 0):
        health.append(SourceHealth(name=_IMPORT, state="ok", verbatims=imported))
    return tuple(sorted(health, key=lambda one: one.name))


def failing(snapshot: Snapshot) -> tuple[str, ...]:
    """The configured sources that did not give all they have."""
    return tuple(s.name for s in snapshot.sources if s.state in ("failing", "throttled"))
