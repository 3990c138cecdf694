"""Matches and claims of the library, in a real MongoDB."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from integration.library.worker import KEYS, Library, a_group, context, reused
from library.routes import routes
from suara.events import (
    GroupDeleted,
    PersonaDeleted,
    PersonaUnmatched,
)
from suara.kafka.routes import Context
from suara.mongo import Database
from suara.testing.samples import (
    a_definition,
    a_library_persona,
    an_event,
    an_id,
)

STILL_ACTIVE = {"status": "active", "changed": datetime(2100, 1, 1, tzinfo=UTC)}


@pytest.fixture
async def library(database: Database) -> Library:
    library = Library(database)
    for _ in range(2):  # every replica does it at every start
        await library.vectors.ensure_indexes()
        await library.claimed.ensure_indexes()
    for name in ("group", "one group", "another group"):
        await library.cast(a_group(name))
    return library


async def test_an_empty_library_matches_nobody(library: Library) -> None:
    cast, *_ = a_group()
    assert await library.match(cast) == cast.then(PersonaUnmatched, cast=cast.cast)


async def test_a_twin_is_reused_as_it_is(library: Library) -> None:
    twin = await library.promote()
    cast, *_ = a_group()

    match = await library.match(cast)

    assert reused(match) == twin
    assert match.persona_id == cast.persona_id
    assert match.cast == cast.cast
    assert match.library_persona == a_library_persona(id=twin)
    assert match.avatar_keys == KEYS


async def test_a_group_gets_a_library_persona_once(library: Library) -> None:
    twins = {await library.promote("one"), await library.promote("other")}
    matches = [reused(await library.match(cast)) for cast in a_group()]
    assert set(matches[:2]) == twins
    assert matches[2] is None


async def test_personas_matched_at_the_same_moment_never_share_a_match(library: Library) -> None:
    twins = {await library.promote("one"), await library.promote("other")}

    matches = await asyncio.gather(*(library.match(cast) for cast in a_group()))

    found = [reused(match) for match in matches if reused(match)]
    assert sorted(found) == sorted(twins)
    assert await library.claims() == 2


async def test_another_group_may_have_the_same_persona(library: Library) -> None:
    twin = await library.promote()
    for name in ("one group", "another group"):
        cast, *_ = a_group(name)
        assert reused(await library.match(cast)) == twin


async def test_a_redelivered_cast_gets_the_same_match(library: Library) -> None:
    one = await library.promote("one")
    cast, other, _ = a_group()
    first = await library.match(cast)
    await library.promote("another")
    await library.match(other)
    await library.retire(one)

    assert await library.match(cast) == first
    assert await library.claims() == 2


async def test_deliveries_of_a_cast_at_the_same_moment_get_the_same_match(
    library: Library,
) -> None:
    for name in ("one", "another", "a third"):
        await library.promote(name)
    cast, *_ = a_group()

    matches = await asyncio.gather(*(library.match(cast) for _ in range(4)))

    assert len({reused(match) for match in matches}) == 1
    assert await library.claims() == 1


async def test_a_deleted_group_gives_its_personas_back(library: Library) -> None:
    twin = await library.promote()
    cast, other, _ = a_group()
    await library.match(cast)
    elsewhere, *_ = a_group("another group")
    await library.match(elsewhere)

    deleted = an_event(GroupDeleted, group_id=cast.group_id)
    assert (
        await library.handlers.group_deleted(deleted, Context(uuid4(), datetime.now(UTC), 1)) == []
    )

    assert reused(await library.match(other)) == twin
    assert await library.claims() == 2


async def test_a_persona_of_another_company_is_never_matched(library: Library) -> None:
    await library.promote(company_id=an_id("another company"))
    cast, *_ = a_group()
    assert reused(await library.match(cast)) is None


async def test_a_retired_persona_is_never_matched(library: Library) -> None:
    retired, other, _ = a_group()
    proven = await library.promote()
    await library.index.best_first(retired)
    await library.retire(proven)
    assert reused(await library.match(retired)) is None

    # Not even by a worker that has not heard of it yet.
    await library.database.library_vectors.update_one({"_id": proven}, {"$set": STILL_ACTIVE})
    assert reused(await library.match(other)) is None
    assert await library.claims() == 0


async def test_one_who_comes_back_is_matched_again(library: Library) -> None:
    proven = await library.promote()
    cast, other, _ = a_group()
    await library.retire(proven)
    await library.index.load()
    assert reused(await library.match(other)) is None
    await library.database.library_personas.update_one(
        {"_id": proven}, {"$set": {"status": "active"}}
    )
    await library.database.library_vectors.update_one({"_id": proven}, {"$set": STILL_ACTIVE})
    assert reused(await library.match(cast)) == proven


async def test_a_worker_that_starts_finds_everybody_at_once(library: Library) -> None:
    proven = await library.promote()
    newcomer = Library(library.database)
    await newcomer.index.load()
    cast, *_ = a_group()
    assert reused(await newcomer.match(cast)) == proven


async def test_a_change_that_becomes_visible_late_is_not_missed(library: Library) -> None:
    await library.promote("early", occupation="Driver")
    cast, other, _ = a_group()
    assert reused(await library.match(other)) is None

    late = await library.promote("late")
    vectors = library.database.library_vectors
    [latest] = await vectors.find().sort("changed", -1).limit(1).to_list(1)
    before = {"changed": latest["changed"] - timedelta(seconds=5)}
    await vectors.update_one({"_id": late}, {"$set": before})
    assert reused(await library.match(cast)) == late


async def test_a_group_does_not_get_somebody_it_made_itself(library: Library) -> None:
    await library.promote(group_id=an_id("group"))
    cast, *_ = a_group()
    assert reused(await library.match(cast)) is None
    assert await library.claims() == 0


async def test_a_deleted_persona_gives_its_match_back(library: Library) -> None:
    proven = await library.promote()
    cast, other, _ = a_group()
    await library.match(cast)
    deleted = an_event(PersonaDeleted, persona_id=cast.persona_id)
    assert await library.handlers.persona_deleted(deleted, context()) == []
    assert reused(await library.match(other)) == proven


async def test_a_person_who_is_being_written_is_not_reused_when_the_library_has_grown(
    library: Library,
) -> None:
    cast, *_ = a_group()
    first = await library.match(cast)
    await library.promote()
    assert reused(first) is None
    assert await library.match(cast) == first
    assert await library.claims() == 0


async def test_a_worker_that_knows_less_does_not_choose_otherwise(library: Library) -> None:
    cast, *_ = a_group()
    stale = Library(library.database, fresh_seconds=3600)
    await stale.index.best_first(cast)
    await library.promote()

    matches = await asyncio.gather(library.match(cast), stale.match(cast))

    assert reused(matches[0]) == reused(matches[1])
    assert await library.claims() == (reused(matches[0]) is not None)


async def test_what_an_abandoned_generation_had_claimed_may_be_had_again(library: Library) -> None:
    twin = await library.promote()
    abandoned, cast, _ = a_group()
    await library.match(abandoned)
    await library.database.personas.delete_one({"_id": abandoned.persona_id})
    assert reused(await library.match(cast)) == twin
    assert await library.claims() == 1


async def test_what_was_claimed_for_a_group_deleted_meanwhile_is_taken_back(
    library: Library,
) -> None:
    await library.promote()
    cast, *_ = a_group("deleted group")
    assert await library.handlers.match(cast, context()) == []
    assert await library.claims() == 0


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ({"age_min": 25, "age_max": 35}, True),
        ({"age_min": 30, "age_max": 35}, True),
        ({"age_min": 31, "age_max": 35}, False),
        ({"age_min": 18, "age_max": 29}, False),
        ({"age_min": None, "age_max": None}, True),
    ],
)
async def test_a_match_respects_the_ages_a_group_asks_for(
    library: Library, limits: dict[str, int | None], fits: bool
) -> None:
    twin = await library.promote("thirty", age=30)
    cast, *_ = a_group(definition=a_definition(**limits))
    assert reused(await library.match(cast)) == (twin if fits else None)


@pytest.mark.parametrize(
    "difference",
    [
        {"age": 36},
        {"gender": "Male"},
        {"income_level": "High"},
        {"location": "Cebu City, Philippines"},
        {"occupation": "Driver"},
    ],
)
async def test_somebody_else_is_not_reused(library: Library, difference: dict[str, Any]) -> None:
    await library.promote("else", **difference)
    cast, *_ = a_group(definition=a_definition(age_min=None, age_max=None))
    assert reused(await library.match(cast)) is None


async def test_trouble_in_the_library_never_stops_a_persona(library: Library) -> None:
    route, *_ = routes(library.handlers)
    cast, *_ = a_group()
    assert route.fallback(cast, "trouble") == [cast.then(PersonaUnmatched, cast=cast.cast)]
