"""Making a Post of what a source gives, whatever it gives."""

from datetime import UTC, datetime
from typing import Any

from ethnography.domain.verbatims import Post

#: Characters. Reviews are shorter; a Reddit post may have 40,000.
LONGEST_TEXT = 10_000
_MOST_ENGAGEMENT = 1_000_000_000


def a_post(*, text: str, engagement: int = 0, **fields: Any) -> Post | None:
    """None for an empty text. Raises ValueError if a field does not fit."""
    text = text.encode(errors="replace").decode()  # half characters, which JSON may hold
    text = text.replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST_TEXT]
    if not text:
        return None
    engagement = max(0, min(engagement, _MOST_ENGAGEMENT))
    return Post(text=text, engagement=engagement, **fields)


def moment(seconds: float) -> datetime:
    """A Unix time. Raises ValueError for what is none."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("not a time") from error


def titled(title: str, body: str) -> str:
    """Title and body as one text, without saying the same twice."""
    title, body = title.strip(), body.strip()
    if body.casefold().startswith(title.casefold()):
        return body
    if title.casefold().startswith(body.casefold()):
        return title
    return f"{title}\n{body}"
