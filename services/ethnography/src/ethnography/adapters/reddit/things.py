"""Reddit's listings, read: which things are texts of people, and what else is in there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ethnography.adapters.listing import Entry, Page, readable
from ethnography.adapters.posts import a_post, moment
from ethnography.adapters.reddit.thing import Thing
from ethnography.ports import SourceError


@dataclass(frozen=True)
class Thread:
    """comments: how many it has, by Reddit's count."""

    id: str
    at: datetime
    comments: int


def page(listing: Any, market: str) -> Page:
    """A page of submissions. Raises SourceError: it is no Listing."""
    data = _data(listing)
    after = data.get("after")
    rows = [child.get("data") for child in _children(data) if child.get("kind") == "t3"]
    return Page(
        readable(rows, lambda row: _entry(row, market)),
        after if isinstance(after, str) and after else None,
    )


def threads(listing: Any) -> list[Thread]:
    """The submissions of a page that people may have answered."""
    found = []
    for child in _children(_data(listing)):
        try:
            thing = Thing.model_validate(child.get("data"))
            at = moment(thing.created_utc)
        except ValueError:
            continue
        if child.get("kind") == "t3" and not (thing.is_gone or thing.is_official):
            found.append(Thread(thing.name.removeprefix("t3_"), at, thing.num_comments))
    return found


def comments(answer: Any, market: str) -> tuple[list[Entry], list[str]]:
    """The comments of a thread, however nested, and the ids of those that were left out."""
    if not (isinstance(answer, list) and len(answer) == 2):
        raise SourceError("answers in a shape that is not known")
    rows: list[Any] = []
    left_out: list[str] = []
    for child in _tree(answer[1]):
        data = child.get("data")
        if child.get("kind") == "t1":
            rows.append(data)
        elif child.get("kind") == "more" and isinstance(data, dict):
            left_out += [one for one in data.get("children") or () if _is_id(one)]
    return readable(rows, lambda row: _entry(row, market)), left_out


def more_comments(answer: Any, market: str) -> list[Entry]:
    """What `morechildren` gives: a flat list."""
    try:
        things = answer["json"]["data"]["things"]
        rows = [thing["data"] for thing in things if thing["kind"] == "t1"]
    except (LookupError, TypeError):
        return []  # it reports errors in many shapes; the thread's other comments are good
    return readable(rows, lambda row: _entry(row, market))


def still_there(answer: Any) -> set[str]:
    """Fullnames, of an answer of /api/info, that were neither deleted nor removed."""
    there = set()
    for child in _children(_data(answer)):
        try:
            thing = Thing.model_validate(child.get("data"))
        except ValueError:
            continue
        if not thing.is_gone:
            there.add(thing.name)
    return there


def _entry(row: Any, market: str) -> Entry:
    thing = Thing.model_validate(row)
    at = moment(thing.created_utc)
    if thing.is_gone or thing.is_official:
        return Entry(at, None)
    post = a_post(
        id=f"reddit:{thing.name}",
        source="reddit",
        market=market,
        text=thing.text,
        observed_at=at,
        url=thing.url,
        engagement=thing.score,
    )
    return Entry(at, post)


def _tree(listing: Any) -> Iterator[Mapping[str, Any]]:
    """All things below a listing, with a stack: nothing says how deep they nest."""
    stack = [listing]
    while stack:
        for child in _children(_data(stack.pop())):
            yield child
            data = child.get("data")
            replies = data.get("replies") if isinstance(data, dict) else None
            if isinstance(replies, dict):
                stack.append(replies)


def _data(listing: Any) -> Mapping[str, Any]:
    data = listing.get("data") if isinstance(listing, dict) else None
    if not isinstance(data, dict):
        raise SourceError("answers in a shape that is not known")
    return data


def _children(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    children = data.get("children")
    if not isinstance(children, list):
        raise SourceError("answers in a shape that is not known")
    return [child for child in children if isinstance(child, dict)]


def _is_id(one: object) -> bool:
    return isinstance(one, str) and one.isascii() and one.isalnum() and len(one) <= 20
