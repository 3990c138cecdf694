"""Reading a listing that is newest first, as far as an earlier refresh has read it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog

from ethnography.domain.verbatims import Post
from ethnography.ports import SourceError, SourceStates

_log = structlog.get_logger()
Row = TypeVar("Row")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A row of a page. post: None for what is not kept, such as a rating without a text."""

    at: datetime
    post: Post | None


@dataclass(frozen=True)
class Page:
    """next: the cursor of the page after it, None at the end."""

    entries: Sequence[Entry]
    next: str | None


def readable(rows: Iterable[Row], read: Callable[[Row], Entry]) -> list[Entry]:
    """The rows that have the shape that is known.

    Raises:
        SourceError: none has.
    """
    entries, faults = [], 0
    for row in rows:
        try:
            entries.append(read(row))
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
            faults += 1
    if faults:
        _log.warning("source.rows_left_out", rows=faults, of=faults + len(entries))
    if faults and not entries:
        raise SourceError("answers in a shape that is not known")
    return entries


@dataclass(frozen=True)
class Reading:
    """One refresh of one market by one source. seen: ids of the posts given out so far."""

    states: SourceStates
    since: datetime
    most_pages: int
    seen: set[str]

    async def listing(
        self,
        key: str,
        fetch: Callable[[str | None], Awaitable[Page]],
        *,
        a_circle_is_the_end: bool = False,
    ) -> AsyncIterator[Sequence[Post]]:
        """Its posts, page by page, up to the page that holds nothing new. key: of its bookmark.

        The bookmark moves when the listing was read through: whoever asks for the page after the
        last one has stored the last one. Posts that are known come again with the new ones around
        them, because reviews may be published later than they are dated.

        Raises:
            SourceError: from `fetch`, or the cursor leads in a circle, unless that is how
                the source ends its lists.
        """
        known = newest = _bookmark(await self.states.load(key))
        cursor: str | None = None
        cursors: set[str] = set()
        for _ in range(self.most_pages):
            page = await fetch(cursor)
            if posts := self.fresh(page.entries):
                yield posts
            newest = max([newest, *(entry.at for entry in page.entries)])
            if page.next is None or self._all_known(page.entries, known):
                break
            if page.next in cursors and a_circle_is_the_end:
                break
            if page.next in cursors:
                raise SourceError("its cursor leads in a circle")
            cursors.add(page.next)
            cursor = page.next
        # A date in the future would make all that comes until then look known.
        newest = min(newest, datetime.now(UTC))
        if newest > known:
            await self.states.save(key, {"newest": newest.isoformat()})

    def fresh(self, entries: Iterable[Entry]) -> list[Post]:
        """Posts recent enough that were not given out in this refresh; they count as given out."""
        posts = []
        for entry in entries:
            if entry.post and entry.at >= self.since and entry.post.id not in self.seen:
                self.seen.add(entry.post.id)
                posts.append(entry.post)
        return posts

    def _all_known(self, entries: Sequence[Entry], known: datetime) -> bool:
        latest = max((entry.at for entry in entries), default=None)
        return latest is not None and (latest <= known or latest < self.since)


def _bookmark(state: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(state["newest"])
    except (LookupError, TypeError, ValueError):
        return _NEVER
