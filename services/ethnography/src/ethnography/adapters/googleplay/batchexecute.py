"""Google's `batchexecute`: what is asked for reviews, and what comes back."""

import json
import re
from dataclasses import dataclass
from typing import Any

from ethnography.adapters.apps import App
from ethnography.adapters.listing import Entry, Page, readable
from ethnography.adapters.posts import a_post, moment
from ethnography.adapters.web import Answer
from ethnography.ports import SourceError

RPC = "oCPfdb"
PAGE = 100
NEWEST_FIRST = 2
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,120}")
NO_FILTERS = [None] * 9


class SoftError(Exception):
    """A failure or throttle inside an answer with status 200: the same page may come later."""


@dataclass(frozen=True)
class Reviews:
    """rows: as they come. token: of the next page, None at the end."""

    rows: list[Any]
    token: str | None


def request_body(app_id: str, token: str | None) -> str:
    """The form field `f.req`."""
    page = [PAGE, None, token] if token else [PAGE]
    asked = [None, [2, NEWEST_FIRST, page, None, NO_FILTERS], [app_id, 7]]
    return _compact([[[RPC, _compact(asked), None, "generic"]]])


def reviews(answer: Answer) -> Reviews:
    """
    Raises:
        SoftError: no payload but a status.
        SourceError: something else than batchexecute answers.
    """
    row = next((row for row in _envelope(answer) if row[:2] == ["wrb.fr", RPC]), None)
    if row is None or len(row) < 3 or not isinstance(row[2], str):
        status = _status(row[5]) if row and len(row) > 5 else None
        raise SoftError("no payload" if status is None else f"status {status}")
    try:
        payload = json.loads(row[2])
    except (ValueError, RecursionError):
        payload = None
    if not isinstance(payload, list):
        raise SourceError("answers in a shape that is not known")
    rows = payload[0] if payload and isinstance(payload[0], list) else []
    token = payload[1][1] if len(payload) > 1 and _is_pair(payload[1]) else None
    return Reviews(rows, token if isinstance(token, str) and token else None)


def page(found: Reviews, market: str, app: App) -> Page:
    return Page(readable(found.rows, lambda row: _entry(row, market, app)), found.token)


def _entry(row: Any, market: str, app: App) -> Entry:
    """A row by position: 0 id, 2 stars, 4 text or null, 5 time, 6 thumbs. 1, the name, is left."""
    at = moment(row[5][0])
    if not _ID.fullmatch(review := row[0]):
        raise ValueError("no id")
    post = a_post(
        id=f"googleplay:{review}",
        source="googleplay",
        market=market,
        text=row[4] or "",
        observed_at=at,
        url=f"https://play.google.com/store/apps/details?id={app.id}&reviewId={review}",
        about=app.brand,
        stars=row[2],
        engagement=row[6] or 0,
    )
    return Entry(at, post)


def _envelope(answer: Answer) -> list[list[Any]]:
    """The rows of all chunks. Between them may stand their lengths, which are ignored."""
    text = answer.body.decode(errors="replace").removeprefix(")]}'")
    decoder = json.JSONDecoder()
    rows: list[list[Any]] = []
    position = 0
    try:
        while (start := position + _blank(text, position)) < len(text):
            chunk, position = decoder.raw_decode(text, start)
            if isinstance(chunk, list):
                rows += [row for row in chunk if isinstance(row, list)]
    except (ValueError, RecursionError):
        answer.json()  # says what it is instead
        raise SourceError("answers in a shape that is not known") from None
    return rows


def _blank(text: str, position: int) -> int:
    """How many white characters there are."""
    rest = text[position : position + 1_000]
    return len(rest) - len(rest.lstrip())


def _status(status: Any) -> int | None:
    code = status[0] if isinstance(status, list) and status else None
    return code if isinstance(code, int) else None


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
