"""What the handlers need from outside."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from ethnography.domain.findings import Finding
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


class Snapshots(Protocol):
    """The stored snapshots of all markets, shared by all companies."""

    async def latest(self, market: str) -> Snapshot | None: ...

    async def refreshed_at(self, market: str) -> datetime | None:
        """When the latest snapshot was stored or found unchanged."""
        ...

    async def save(self, snapshot: Snapshot, refreshed_at: datetime) -> None:
        """Store a snapshot; the same version again only renews its time."""
        ...
