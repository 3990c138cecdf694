"""Matches and claims of the library, in a real MongoDB."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from library.adapters.personas import MongoPersonas
from library.handlers import Handlers
from library.routes import routes
from suara.events import Event, GroupDeleted, PersonaCast, PersonaMatched, PersonaUnmatched
from suara.kafka.routes import Context
from suara.mongo import Database
from suara.testing.samples import (
    COMPANY,
    a_cast,
    a_definition,
    a_library_persona,
    an_event,
    an_id,
    dispositions,
)


def context() -> Context:
    return Context(uuid4(), datetime.now(UTC), 1)


class Library:
    """The service's handlers on a database of the test's own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.personas = MongoPersonas(database)
        self.handlers = Handlers(self.personas)

    async def promote(self, name: str = "proven", **document: Any) -> UUID:
        """Store a library persona: the twin of `a_cast()`, unless changed."""
        persona = document.pop("persona", a_library_persona(id=an_id(name)))
        await self.database.library_personas.insert_one(
            {
                "_id": persona.id,
                "company_id": COMPANY,
                "status": "active",
                "market": persona.market,
                "gender": persona.gender,
                "income_level": persona.income_level,
                "location": persona.location,
                "persona": persona.model_dump(mode="json"),
                "dispositions": dispositions().model_dump(),
            }
            | document
        )
        return persona.id

    async def match(self, cast: PersonaCast) -> Event:
        [event] = await self.handlers.match(cast, context())
        return event

    async def claims(self) -> int:
        return await self.database.library_claims.count_documents({})


@pytest.fixture
async def library(database: Database) -> Library:
    library = Library(database)
    await library.personas.ensure_indexes()
    await library.personas.ensure_indexes()  # every replica does it at every start
    return library


def a_group(name: str = "group", **changes: Any) -> list[PersonaCast]:
    """Three alike people cast for one group."""
    return [
        an_event(
            PersonaCast,
            group_id=an_id(name),
            persona_id=an_id(f"{name} {slot}"),
            cast=a_cast(slot=slot),
            **changes,
        )
        for slot in range(3)
    ]


def reused(event: Event) -> UUID | None:
    return event.library_persona.id if isinstance(event, PersonaMatched) else None


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
    await library.promote("one")
    cast, *_ = a_group()
    first = await library.match(cast)
    await library.promote("another")
    await library.database.library_personas.update_many({}, {"$set": {"status": "retired"}})

    assert await library.match(cast) == first
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
    await library.promote(status="retired")
    cast, *_ = a_group()
    assert reused(await library.match(cast)) is None


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
    twin = await library.promote(persona=a_library_persona(id=an_id("thirty"), age=30))
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
    await library.promote(persona=a_library_persona(id=an_id("else"), **difference))
    cast, *_ = a_group(definition=a_definition(age_min=None, age_max=None))
    assert reused(await library.match(cast)) is None


async def test_trouble_in_the_library_never_stops_a_persona(library: Library) -> None:
    route, _ = routes(library.handlers)
    cast, *_ = a_group()
    assert route.fallback(cast, "trouble") == [cast.then(PersonaUnmatched, cast=cast.cast)]
