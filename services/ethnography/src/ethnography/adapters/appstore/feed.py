"""A page of Apple's review feed, read. Values sit under `label`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ethnography.adapters.apps import App
from ethnography.adapters.listing import Entry, readable
from ethnography.adapters.posts import a_post, titled
from ethnography.ports import SourceError

_PAGE_NUMBER = re.compile(r"/page=(\d{1,3})/")


@dataclass(frozen=True)
class FeedPage:
    """last: the number of the last page, None if the feed does not say.

    is_transient: neither reviews nor links, which is no end but a hiccup. is_unknown_app: the
    links lead nowhere.
    """

    entries: list[Entry]
    last: int | None
    is_transient: bool
    is_unknown_app: bool


def feed_page(answer: Any, market: str, app: App) -> FeedPage:
    """Raises SourceError: it is no feed."""
    feed = answer.get("feed") if isinstance(answer, dict) else None
    if not isinstance(feed, dict):
        raise SourceError("answers in a shape that is not known")
    rows = [row for row in _several(feed.get("entry")) if _is_review(row)]
    links = {rel: href for rel, href in map(_link, _several(feed.get("link"))) if rel}
    last = _PAGE_NUMBER.search(links.get("last", ""))
    return FeedPage(
        readable(rows, lambda row: _entry(row, market, app)),
        int(last[1]) if last else None,
        is_transient=not rows and not links,
        is_unknown_app=not rows and bool(links) and "self" not in links,
    )


def _several(value: Any) -> list[Any]:
    """Apple gives a list, an object where there is one, and nothing where there is none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_review(row: Any) -> bool:
    """Some feeds begin with the app itself, which nobody has rated."""
    return not isinstance(row, dict) or "im:rating" in row


def _link(link: Any) -> tuple[str, str]:
    attributes = link.get("attributes") if isinstance(link, dict) else None
    if not isinstance(attributes, dict):
        return "", ""
    return str(attributes.get("rel", "")), str(attributes.get("href", ""))


def _entry(row: Any, market: str, app: App) -> Entry:
    at = datetime.fromisoformat(_label(row, "updated")).astimezone(UTC)
    post = a_post(
        id=f"appstore:{int(_label(row, 'id'))}",
        source="appstore",
        market=market,
        text=titled(_label(row, "title"), _label(row, "content")),
        observed_at=at,
        url=f"https://apps.apple.com/{market.lower()}/app/id{app.id}",
        about=app.brand,
        stars=int(_label(row, "im:rating")),
        engagement=int(row.get("im:voteSum", {}).get("label") or 0),
    )
    return Entry(at, post)


def _label(row: Any, name: str) -> str:
    value = row[name]["label"]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
