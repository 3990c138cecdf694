"""A source reads several places (subreddits, apps, shops); one that is gone stops no other."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeVar

import structlog

from ethnography.domain.verbatims import Post, SourceName
from ethnography.ports import SourceError

_log = structlog.get_logger()
P = TypeVar("P")


class PlaceGone(Exception):  # noqa: N818 - it says what happened
    """This place cannot be read, and trying again will not help; the others may be fine."""


async def read_places(
    source: SourceName,
    market: str,
    places: Sequence[P],
    read: Callable[[P], AsyncIterator[Sequence[Post]]],
) -> AsyncIterator[Sequence[Post]]:
    """The pages of one place after the other. str() of a place is its name, for the log.

    Raises:
        SourceError: a place broke off, or there is none that can be read.
    """
    refused = []
    for place in places:
        try:
            async for posts in read(place):
                yield posts
        except PlaceGone as error:
            refused.append(f"{place}: {error}")
            _log.warning(
                "source.place_skipped",
                source=source,
                market=market,
                place=str(place),
                reason=str(error),
            )
    if refused and len(refused) == len(places):
        raise SourceError("; ".join(refused)[:300])
