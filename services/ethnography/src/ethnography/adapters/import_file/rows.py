"""One row of an import, whatever its columns are called."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ethnography.adapters.posts import LONGEST_TEXT, a_post, moment
from ethnography.domain.verbatims import Post

#: Field -> the names its column may have. Who wrote it and for which order is not read.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "review", "comment", "content", "body"),
    "stars": ("stars", "rating_star", "rating", "score"),
    "date": ("date", "created_at", "create_time", "ctime", "observed_at", "time"),
    "about": ("about", "brand", "app", "shop"),
    "url": ("url", "link"),
    "id": ("id", "review_id", "comment_id", "cmtid"),
    "hidden": ("hidden", "is_hidden"),
}
LONGEST_ABOUT = 80
LONGEST_URL = 500
_ID = re.compile(r"[\w.-]{1,100}")
_URL = re.compile(r"https?://[^\s<>\"\ud800-\udfff]+")


@dataclass(frozen=True)
class Rejected:
    """line: where the row begins; in a JSON document, which has no lines, the row's number."""

    line: int
    reason: str


def fields(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The row's values under our names; blank ones are left out."""
    named = {str(name).strip().casefold(): value for name, value in row.items()}
    found = {}
    for field, names in COLUMNS.items():
        value = next((named[name] for name in names if named.get(name) not in (None, "")), None)
        value = value.strip() if isinstance(value, str) else value
        if value not in (None, ""):
            found[field] = value
    return found


def post_or_reason(row: Mapping[Any, Any], market: str) -> Post | str:
    """The post of a row, or why it is none. Pure."""
    found = fields(row)
    if str(found.get("hidden", "")).casefold() in ("true", "1", "yes"):
        return "it is hidden"
    try:
        text = _text(found)
        at = _date(found.get("date"))
        url = _url(found.get("url"))
        post = a_post(
            id=f"import:{_id(found.get('id'), market, text, at)}",
            source="import",
            market=market,
            text=text,
            observed_at=at,
            url=url,
            about=_about(found.get("about")),
            stars=_stars(found.get("stars")),
        )
    except _Unfit as error:
        return str(error)
    except ValueError:
        return "it does not fit"
    return post or "it has no text"


class _Unfit(ValueError):  # noqa: N818 - it says what it is
    pass


def _text(found: Mapping[str, Any]) -> str:
    text = found.get("text")
    if text is None:
        raise _Unfit("it has no text")
    if not isinstance(text, str):
        raise _Unfit("the text is no text")
    if len(text) > LONGEST_TEXT:
        raise _Unfit(f"the text is longer than {LONGEST_TEXT} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Unfit("it is not UTF-8") from None
    return text


def _date(value: Any) -> datetime:
    """ISO 8601 or a Unix time in seconds; without a zone it is UTC."""
    if value is None:
        raise _Unfit("it has no date")
    try:
        if isinstance(value, int | float) or value.isdecimal():
            return moment(float(value))
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, AttributeError, OverflowError):
        raise _Unfit("the date is not ISO 8601, such as 2026-11-18") from None


def _stars(value: Any) -> int | None:
    if value is None:
        return None
    try:
        stars = float(value)
    except (TypeError, ValueError, OverflowError):
        stars = 0
    if isinstance(value, bool) or stars not in (1, 2, 3, 4, 5):
        raise _Unfit("the stars are not 1 to 5")
    return int(stars)


def _about(value: Any) -> str | None:
    if value is None:
        return None
    if len(about := str(value)) > LONGEST_ABOUT or not about.isprintable():
        raise _Unfit(f"what it is about is not 1 to {LONGEST_ABOUT} letters")
    return about


def _url(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST_URL or not _URL.fullmatch(value):
        raise _Unfit(f"the url is no web address of at most {LONGEST_URL} characters")
    return value


def _id(value: Any, market: str, text: str, at: datetime) -> str:
    """The row's own where it is plain, else a hash: the same row has the same id again."""
    if value is not None and _ID.fullmatch(str(value)):
        return str(value)
    said = f"{value}" if value is not None else f"{market}\n{at.isoformat()}\n{text}"
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]
