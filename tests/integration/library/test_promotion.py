"""From recorded answers into the library and out of it, in a real MongoDB."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from library.adapters.library_personas import MongoLibrary
from library.adapters.responses import MongoResponses
from library.domain.promotion import Limits
from library.promotion import Promotions
from suara.errors import PermanentError
from suara.events import Event, PersonaPromoted, PersonaRetired, SimulationResponded
from suara.kafka.routes import Context
from suara.library import Promotion, library_document, packed
from suara.mongo import Database, Document
from suara.testing.samples import (
    COMPANY,
    GENERATION,
    GROUP,
    PERSONA,
    PROJECT,
    a_cast,
    a_persona,
    an_event,
    an_id,
    dispositions,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
REUSED = an_id("reused")
KEPT = {"delivery fees": -0.8, "e-wallets": 0.7}


class Company:
    """The handlers on a database of the test's own, with one finished persona in it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.responses = MongoResponses(database)
        self.library = MongoLibrary(database)
        self.promotions = Promotions(self.responses, self.library, Limits())

    async def prepare(self) -> None:
        await self.responses.ensure_indexes()
        await self.library.ensure_indexes()
        await self.library.ensure_indexes()  # every replica does it at every start
        await self.write(PERSONA)

    async def write(self, persona_id: UUID, **fields: Any) -> Document:
        persona = a_persona(id=persona_id, distrusted_brands=("Lazada",), **fields)
        document = {
            "_id": persona_id,
            "company_id": COMPANY,
            "project_id": PROJECT,
            "group_id": GROUP,
            "generation_id": GENERATION,
            "cast": a_cast(dispositions=dispositions(0.2)).model_dump(mode="json"),
            "persona": persona.model_dump(mode="json"),
            "avatar_url": "http://s3/a.png",
            "avatar_keys": {"image": "a.png"},
        }
        await self.database.personas.insert_one(document)
        return document

    async def promote_by_hand(self) -> None:
        origin = await self.database.personas.find_one({"_id": PERSONA})
        promotion = Promotion(reason="Like us", automatic=False, at=START + timedelta(days=10))
        await self.database.library_personas.insert_one(library_document(origin, promotion))

    async def answer(
        self, simulation: int, context: Context | None = None, **changes: Any
    ) -> Sequence[Event]:
        event = a_response(simulation, **changes)
        at = START + timedelta(days=simulation)
        return await self.promotions.responded(event, context or Context(uuid4(), at, 1))

    async def simulate(self, simulation: int, **changes: Any) -> list[Event]:
        """One simulation in which it says what it always says."""
        return [
            event
            for topic, stance in KEPT.items()
            for event in await self.answer(
                simulation, subject=topic, question=topic, stance=stance, **changes
            )
        ]

    async def entry(self) -> Document | None:
        return await self.database.library_personas.find_one({"_id": PERSONA})

    async def twin(self) -> Document | None:
        return await self.database.library_vectors.find_one({"_id": PERSONA})


def a_response(simulation: int, **changes: Any) -> SimulationResponded:
    return an_event(SimulationResponded, simulation_id=an_id(f"simulation {simulation}"), **changes)


@pytest.fixture
async def company(database: Database) -> Company:
    company = Company(database)
    await company.prepare()
    return company


async def test_three_consistent_simulations_promote(company: Company) -> None:
    assert await company.simulate(1) == []
    assert await company.simulate(2) == []
    assert await company.entry() is None
    [told] = await company.simulate(3)

    reason = "consistent in 3 simulations: 4 views kept, 0 not (score 0.63)"
    assert told == PersonaPromoted(
        company_id=COMPANY, persona_id=PERSONA, reason=reason, automatic=True, score=0.631
    )
    entry, twin = await company.entry(), await company.twin()
    assert entry is not None
    assert twin is not None
    assert (entry["status"], entry["reason"]) == ("active", reason)
    assert entry["persona"]["avatar_url"] == "http://s3/a.png"
    assert entry["avatar_keys"] == {"image": "a.png"}
    assert entry["source"] == {"project_id": PROJECT, "group_id": GROUP}
    facts = ("company_id", "status", "market", "gender", "income_level", "location", "age")
    assert {name: twin[name] for name in facts} == {name: entry[name] for name in facts}
    assert twin["dispositions"] == packed(dispositions(0.2)) == bytes([51]) * 13
    assert twin["changed"]
    persona = await company.database.personas.find_one({"_id": PERSONA})
    assert persona is not None
    assert persona["reliability"] == entry["reliability"] == {
        "score": 0.631, "simulations": 3, "answers": 6,
        "agreements": 4, "disagreements": 0, "contradictions": 0,
    }  # fmt: skip


async def test_a_redelivered_answer_changes_nothing_and_is_told_again(company: Company) -> None:
    await company.simulate(1)
    await company.simulate(2)
    await company.answer(3, subject="delivery fees", question="q", stance=-0.8)
    context = Context(uuid4(), START + timedelta(days=3), 1)
    last = {"subject": "e-wallets", "question": "p", "stance": 0.7}
    first = await company.answer(3, context, **last)
    entry, twin = await company.entry(), await company.twin()

    again = await company.answer(3, context, **last)
    changed = await company.answer(3, subject="e-wallets", question="p", stance=-1.0)

    assert first == again
    assert len(first) == 1
    assert changed == []
    assert (await company.entry(), await company.twin()) == (entry, twin)
    assert await company.database.simulation_responses.count_documents({}) == 6


async def test_a_contradiction_retires_and_nothing_brings_back(company: Company) -> None:
    for simulation in (1, 2, 3):
        await company.simulate(simulation)

    [told] = await company.answer(4, subject="Delivery fees", stance=0.7)

    reason = "stances on delivery fees changed from -0.8 to 0.7 between simulations"
    assert (type(told), told.reason, told.automatic) == (PersonaRetired, reason, True)
    entry, twin = await company.entry(), await company.twin()
    assert entry is not None
    assert twin is not None
    assert (entry["status"], entry["retired_reason"], twin["status"]) == (
        "retired",
        reason,
        "retired",
    )
    for simulation in range(5, 12):
        assert await company.simulate(simulation) == []
    assert (await company.entry() or {})["status"] == "retired"


async def test_a_distrusted_brand_that_is_praised_retires(company: Company) -> None:
    for simulation in (1, 2, 3):
        await company.simulate(simulation)
    [told] = await company.answer(4, subject="lazada", stance=0.9)
    assert told.reason == "stance on Lazada, a distrusted brand, was 0.9"


async def test_who_came_by_hand_is_retired_by_later_contradictions_only(company: Company) -> None:
    await company.promote_by_hand()
    for simulation, stance in enumerate((-0.8, 0.7, -0.1, 0.7, -0.1)):
        assert await company.answer(simulation, stance=stance) == []
    [told] = await company.answer(11, stance=-0.8)
    assert isinstance(told, PersonaRetired)


async def test_answers_of_a_reused_persona_are_those_of_its_individual(company: Company) -> None:
    await company.simulate(1)
    await company.write(REUSED, library_persona_id=PERSONA)
    await company.simulate(2, persona_id=REUSED)
    [told] = await company.simulate(3, persona_id=REUSED)
    assert (type(told), told.persona_id) == (PersonaPromoted, PERSONA)
    reused = await company.database.personas.find_one({"_id": REUSED})
    assert reused is not None
    assert reused["reliability"]["answers"] == 6


async def test_answers_handled_at_the_same_moment_lose_no_promotion(company: Company) -> None:
    await company.write(REUSED, library_persona_id=PERSONA)
    answers = [
        company.simulate(simulation, persona_id=persona_id)
        for simulation, persona_id in enumerate((PERSONA, REUSED) * 2)
    ]
    told = [event for events in await asyncio.gather(*answers) for event in events]
    assert [type(event) for event in told] == [PersonaPromoted]
    assert (await company.twin() or {})["status"] == "active"


async def test_a_contradiction_handled_at_the_same_moment_as_the_promotion_retires(
    company: Company,
) -> None:
    await company.write(REUSED, library_persona_id=PERSONA)
    for simulation in (1, 2):
        await company.simulate(simulation)
    await company.answer(3, subject="delivery fees", question="q", stance=-0.8)

    await asyncio.gather(
        company.answer(3, subject="e-wallets", question="p", stance=0.7),
        company.answer(4, subject="delivery fees", stance=0.9, persona_id=REUSED),
    )

    entry = await company.entry()
    assert entry is None or entry["status"] == "retired"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"persona_id": an_id("nobody")}, "there is no persona"),
        ({"company_id": an_id("another company")}, "is not of project"),
        ({"project_id": an_id("another project")}, "is not of project"),
        ({"answer": " "}, "the answer is empty"),
        ({"subject": ""}, "the topic is empty"),
    ],
)
async def test_an_answer_that_cannot_be_placed_is_refused(
    company: Company, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(PermanentError, match=reason):
        await company.answer(1, **changes)
    assert await company.database.simulation_responses.count_documents({}) == 0


async def test_a_long_answer_is_cut_and_a_hostile_one_is_plain_text(company: Company) -> None:
    await company.answer(1, answer="x" * 100_000, subject="a\u202e\ud800 topic\n" + "y" * 500)
    [stored] = await company.database.simulation_responses.find().to_list(2)
    assert len(stored["answer"]) == 4_000
    assert stored["topic"].startswith("a topic yyy")
    assert len(stored["topic"]) == 200
