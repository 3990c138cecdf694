"""Reading listings: what is new, what fits, and where it ends."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnography.adapters.googleplay.batchexecute import reviews
from ethnography.adapters.listing import Entry, Page, Reading, readable
from ethnography.adapters.posts import LONGEST_TEXT, a_post, moment, titled
from ethnography.adapters.web import Answer
from ethnography.ports import SourceError

START = datetime(2026, 11, 1, tzinfo=UTC)


class Remembered(dict[str, Mapping[str, Any]]):
    async def load(self, key: str) -> Mapping[str, Any]:
        return self.get(key, {})

    async def save(self, key: str, state: Mapping[str, Any]) -> None:
        self[key] = state


def an_entry(hour: int) -> Entry:
    at = START + timedelta(hours=hour)
    post = a_post(id=f"import:{hour}", source="import", market="PH", text="x", observed_at=at)
    return Entry(at, post)


async def read(
    hours: list[int], states: Remembered, *, size: int = 3, since: datetime = START
) -> tuple[list[int], int]:
    """The hours given out, and how many pages were asked for."""
    newest_first = sorted(hours, reverse=True)
    asked = 0

    async def fetch(cursor: str | None) -> Page:
        nonlocal asked
        asked += 1
        start = int(cursor or 0)
        after = str(start + size) if start + size < len(newest_first) else None
        return Page([an_entry(hour) for hour in newest_first[start : start + size]], after)

    reading = Reading(states, since, 100, set())
    posts = [post async for page in reading.listing("key", fetch) for post in page]
    return [int(post.id.removeprefix("import:")) for post in posts], asked


@given(st.sets(st.integers(0, 400), max_size=40), st.sets(st.integers(0, 400), max_size=40))
async def test_two_refreshes_miss_nothing(before: set[int], after: set[int]) -> None:
    """What is added in between is newer than what was there, as in any listing by time."""
    added = {hour + 500 for hour in after}
    states = Remembered()
    first, _ = await read(sorted(before), states)
    second, _ = await read(sorted(before | added), states)
    assert set(first) == before
    assert added <= set(second)


async def test_a_second_refresh_reads_up_to_what_it_knows() -> None:
    states = Remembered()
    await read(list(range(30)), states)
    assert (await read(list(range(30)), states))[1] == 1
    assert (await read(list(range(34)), states))[1] == 3


async def test_it_stops_at_what_is_too_old() -> None:
    hours, asked = await read(list(range(30)), Remembered(), since=START + timedelta(hours=25))
    assert hours == [29, 28, 27, 26, 25]
    assert asked == 3


async def test_a_date_in_the_future_does_not_hide_what_comes_until_then() -> None:
    states = Remembered()
    far = 24 * 365 * 100
    await read([1, 2, far], states)
    assert datetime.fromisoformat(states["key"]["newest"]) <= datetime.now(UTC)


async def test_a_bookmark_of_another_shape_is_none() -> None:
    for odd in ({"newest": 3}, {"newest": "soon"}, {}):
        assert (await read([1], Remembered(key=odd)))[0] == [1]


def test_rows_that_do_not_fit_are_left_out_unless_none_fits() -> None:
    entries = readable([1, "x", 2], lambda row: an_entry(row + 0))
    assert len(entries) == 2
    assert readable([], an_entry) == []
    with pytest.raises(SourceError, match="shape"):
        readable(["x", "y"], lambda row: an_entry(row + 0))


@given(st.floats(), st.integers())
def test_any_number_is_a_time_or_none(number: float, integer: int) -> None:
    for seconds in (number, integer):
        try:
            assert moment(seconds).tzinfo is UTC
        except ValueError:
            continue


def test_a_text_is_bounded_and_plain() -> None:
    fields = {"id": "import:1", "source": "import", "market": "PH", "observed_at": START}
    post = a_post(text="  a\r\nb\0 " + "x" * 20_000, engagement=10**30, **fields)
    assert post is not None
    assert post.text.startswith("a\nb ")
    assert len(post.text) == LONGEST_TEXT
    assert post.engagement == 10**9
    assert a_post(text=" \n ", **fields) is None
    half = a_post(text="half \ud83d", **fields)
    assert half is not None
    assert half.text == "half ?"


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("BEST", "BEST APP", "BEST APP"),
        ("best app", "BEST", "best app"),
        ("👍", "👍", "👍"),
        ("", "body", "body"),
        ("title", "", "title"),
        ("Slow", "It hangs.", "Slow\nIt hangs."),
    ],
)
def test_title_and_body_are_one_text(title: str, body: str, text: str) -> None:
    assert titled(title, body) == text


@given(st.data())
def test_chunks_may_be_cut_between_any_rows(data: st.DataObject) -> None:
    payload = json.dumps([[["id", None, 5, None, "ang ganda", [1, 0], 0]], [None, "next"]])
    rows = [["wrb.fr", "oCPfdb", payload, None, None, None, "generic"], ["di", 45], ["e", 4]]
    at = sorted(data.draw(st.lists(st.integers(0, 3), max_size=3)))
    chunks = [rows[i:j] for i, j in zip([0, *at], [*at, 3], strict=True)]
    length = data.draw(st.integers(0, 9_999))
    body = ")]}'\n\n" + "".join(f"{length}\n{json.dumps(chunk)}\n" for chunk in chunks)
    found = reviews(Answer(200, {}, body.encode()))
    assert found.token == "next"
    assert len(found.rows) == 1
