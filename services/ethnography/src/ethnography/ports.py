"""What the handlers need from outside."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ethnography.domain.findings import Finding
from ethnography.domain.freshness import Upkeep
from ethnography.domain.verbatims import Post, SourceName, Verbatim
from suara.markets import Market, Snapshot, SourceState


class SourceError(Exception):
    """A source gave no more. The text is for operators: no secret, no scraped word in it.

    state: `throttled` when it asked for fewer requests, `failing` otherwise.
    """

    def __init__(self, reason: str, state: SourceState = "failing") -> None:
        super().__init__(reason)
        self.state: SourceState = state


class Source(Protocol):
    """A live source of public texts, configured. Keeps its own pace, retries and tokens."""

    @property
    def name(self) -> SourceName: ...

    def serves(self, market: str) -> bool:
        """Whether anything is configured to be read for that market."""
        ...

    def pages(self, market: str, since: datetime) -> AsyncIterator[Sequence[Post]]:
        """Texts not older than `since`, a page at a time, newest first where the source allows it.

        Bounded in pages, bytes and time. A text may come again.

        Raises:
            SourceError: it broke off; what came before is good.
        """
        ...

    async def gone(self, ids: Sequence[str]) -> Collection[str]:
        """Which of these texts (ids of its own Posts) were deleted or removed since.

        Empty where a source cannot tell.

        Raises:
            SourceError: it cannot be asked now.
        """
        ...


class SourceStates(Protocol):
    """What a source must remember between runs and across workers: cursors, tokens."""

    async def load(self, key: str) -> Mapping[str, Any]:
        """Empty if nothing was saved under that key."""
        ...

    async def save(self, key: str, state: Mapping[str, Any]) -> None:
        """Returns when it is stored for good: a new refresh token may be used from then on."""
        ...


class Extractor(Protocol):
    """Reads verbatims and says what they come to."""

    name: str

    async def extract(
        self, market: Market, verbatims: AsyncIterator[Sequence[Verbatim]]
    ) -> Sequence[Finding]:
        """Reads each batch once; memory does not grow with their number."""
        ...


class Verbatims(Protocol):
    """What people wrote, scrubbed, for as long as it may be kept."""

    async def keep(self, verbatims: Sequence[Verbatim], at: datetime) -> None:
        """Store them, seen public at that time. What is stored already takes the newer text."""
        ...

    def of(self, market: str) -> AsyncIterator[Sequence[Verbatim]]:
        """All of a market, newest first, a batch at a time."""
        ...

    async def any_of(self, market: str) -> bool:
        """Whether there are any of a market."""
        ...

    async def stored(self, ids: Collection[str]) -> Sequence[str]:
        """Those of the ids that are there."""
        ...

    async def longest_unchecked(
        self, market: str, source: SourceName, before: datetime, most: int
    ) -> Sequence[str]:
        """Ids of those that nobody has known to be public since `before`, longest first."""
        ...

    async def checked(self, ids: Collection[str], at: datetime) -> None:
        """They were asked about and are still public."""
        ...

    async def purge(self, ids: Collection[str]) -> None: ...

    async def expire(self, before: datetime) -> int:
        """Purge what first came before that time. Returns how many."""
        ...


class Snapshots(Protocol):
    """The stored snapshots of all markets, shared by all companies."""

    async def latest(self, market: str) -> Snapshot | None: ...

    async def save(self, snapshot: Snapshot, refreshed_at: datetime) -> None:
        """Store a snapshot; the same version again renews its time and its sources' health."""
        ...

    async def note_health(self, snapshot: Snapshot) -> None:
        """Store its sources' health and nothing else: it is no fresher than before."""
        ...

    async def forget(self, verbatims: Collection[str]) -> None:
        """No stored snapshot names these verbatims any more."""
        ...

    async def expire(self, before: datetime) -> int:
        """Delete what was last refreshed before that time, but never the latest of a market."""
        ...


class Upkeeps(Protocol):
    """Which markets are in use, how fresh they are, and who wants them refreshed."""

    async def all(self) -> Sequence[Upkeep]: ...

    async def use(self, market: str) -> Upkeep:
        """The market is in use from now on."""
        ...

    async def request(self, market: str, request: UUID) -> None:
        """The market is to be refreshed, unless that request was answered before."""
        ...

    async def over(
        self, market: str, at: datetime, *, heard: bool, answering: Sequence[UUID] = ()
    ) -> None:
        """A refresh is over. Requests that came after it began are still to be answered.

        heard: whether it brought something. answering: the requests it was for.
        """
        ...
