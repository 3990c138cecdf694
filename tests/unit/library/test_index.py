"""The index finds what a search through everybody finds."""

import random
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.domain import block, company
from library.domain.index import Entry, Index
from library.domain.query import Query
from library.domain.similarity import Occupation, stepped
from library.domain.titles import title_of
from suara.testing.samples import an_id
from unit.library.exact import exact_search

LEAST = 0.85
OCCUPATIONS = ("Nurse", "Head nurse", "Potter", "Ballet dancer", "Belly dancer", "Driver")
COMPANIES = (an_id("one company"), an_id("another company"))
PLACES = ("Manila, Philippines", "Cebu City, Philippines")


def vector_of(text: str) -> np.ndarray:
    """Titles with the same first letter are close to each other, or the same."""
    near, far = np.random.default_rng(len(text)), np.random.default_rng(ord(text[0]))
    return stepped(far.normal(size=16) + 0.2 * near.normal(size=16))


VECTORS = {text: vector_of(text) for text in (title_of(name, "PH").text for name in OCCUPATIONS)}


def drawn_person(dice: random.Random) -> Entry:
    """One of few individuals in any state, so that most are put again and again."""
    number = dice.randrange(60)
    return Entry(
        id=UUID(int=number * (1 << 62) + number),
        company_id=COMPANIES[number % 3 == 0],
        active=dice.random() < 0.8,
        market="PH",
        gender=dice.choice(["Female", "Female", "Male"]),
        income_level="Middle",
        location=dice.choice(PLACES),
        age=dice.randrange(18, 27),
        occupation=dice.choice(OCCUPATIONS),
        dispositions=bytes([dice.choice([100, 120, 128, 200])] * 12 + [dice.randrange(256)]),
    )


def drawn_query(dice: random.Random) -> Query:
    like = drawn_person(dice)
    title = title_of(like.occupation, like.market)
    return Query(
        company_id=like.company_id,
        market=like.market,
        gender=like.gender,
        income_level=like.income_level,
        location=dice.choice([None, None, like.location, "Nowhere"]),
        ages=dice.choice([(17, 27), (17, 27), (like.age - 2, like.age + 2), (26, 18)]),
        occupation=Occupation(title, VECTORS[title.text]),
        dispositions=np.frombuffer(like.dispositions, np.uint8),
    )


@given(dice=st.randoms(use_true_random=False), loaded=st.integers(0, 60))
@settings(max_examples=40)
def test_it_finds_what_an_exact_search_finds_whatever_was_added_changed_or_retired(
    dice: random.Random, loaded: int
) -> None:
    index, people = Index(LEAST), {}
    for entry in (drawn_person(dice) for _ in range(loaded)):
        people.setdefault(entry.id, entry)
    index.put_all(people.values())
    index.settled()
    under_way: list[tuple[company.Company, dict]] = []
    for _ in range(40):
        entry = drawn_person(dice)
        people[entry.id] = entry
        index.put(entry)
        index.learn(VECTORS)
        query = drawn_query(dice)
        found = list(index.search(query))
        assert found == exact_search(query, people.values(), VECTORS, LEAST)
        merge(index, dice.choice(["", "", "begin", "end", "merge"]), under_way)


def merge(index: Index, step: str, under_way: list[tuple[company.Company, dict]]) -> None:
    """Begin and end apart from each other: people are put and looked for in between."""
    if step in ("begin", "merge") and not under_way:
        for one in index._companies.values():
            one.begin_merge()
            under_way.append((one, one.merged()))
    if step in ("end", "merge"):
        for one, blocks in under_way:
            one.end_merge(blocks)
        under_way.clear()


def somebody(number: int, **changes: object) -> Entry:
    entry = Entry(
        an_id(str(number)), COMPANIES[0], True, "PH", "Female", "Middle", PLACES[0], 20, "Nurse",
        bytes([128] * 13),
    )  # fmt: skip
    return replace(entry, **changes)


def anybody(**changes: object) -> Query:
    title = title_of("Nurse", "PH")
    query = Query(
        COMPANIES[0], "PH", "Female", "Middle", None, (18, 30),
        Occupation(title, VECTORS[title.text]), np.full(13, 128, np.uint8),
    )  # fmt: skip
    return replace(query, **changes)


def test_many_changes_are_due_to_be_merged_and_few_are_not() -> None:
    index = Index(LEAST)
    index.put(somebody(0))
    assert not index.crowded()
    for number in range(1_100):
        index.put(somebody(number))
    [crowded] = index.crowded()
    crowded.begin_merge()
    assert not index.crowded()
    crowded.end_merge(crowded.merged())
    assert len(index) == 1_100


def test_nobody_is_found_by_an_occupation_whose_meaning_is_not_known_yet() -> None:
    index = Index(LEAST)
    index.put(somebody(1))
    assert index.missing_texts() == {"nurse"}
    assert list(index.search(anybody())) == []
    index.learn(VECTORS)
    assert index.missing_texts() == set()
    assert [match.id for match in index.search(anybody())] == [an_id("1")]


def test_of_a_crowd_that_fits_an_even_sample_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "MOST_COMPARED", 50)
    dice = random.Random(7)
    index = Index(LEAST)
    index.put_all(somebody(number, age=dice.randrange(18, 31)) for number in range(1_000))
    index.settled()
    index.learn(VECTORS)
    ages = {match.id for match in index.search(anybody())}
    assert len(ages) == 50
