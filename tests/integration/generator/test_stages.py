"""Every stage of a persona, stored in a real MongoDB before its event is published."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from generator.adapters.built_in_writer import BuiltInWriter
from generator.adapters.personas import MongoPersonas
from generator.adapters.snapshots import MongoSnapshots
from generator.handlers import Handlers, all_failed, one_failed
from generator.ports import Written
from generator.writing import Writing
from suara.errors import PermanentError
from suara.events import (
    Event,
    GenerationCompleted,
    GenerationFailed,
    GenerationRequested,
    GroupDeleted,
    PersonaCast,
    PersonaDrafted,
    PersonaFailed,
    PersonaGenerated,
    PersonaMatched,
    PersonaUnmatched,
)
from suara.kafka.routes import Context
from suara.llm import Usage
from suara.llm.budget import MongoBudget
from suara.markets import Snapshot, bundled_snapshot, market
from suara.mongo import Database, Document
from suara.personas import Cast, Draft, Persona, Profile
from suara.testing.samples import (
    a_definition,
    a_draft,
    a_library_persona,
    a_profile,
    a_running_group,
    about,
    an_event,
)

MODEL = "counting-1"
COST = Usage(calls=1, prompt_tokens=900, cached_tokens=600, completion_tokens=100)


@dataclass
class CountingWriter:
    """Writes the same for everybody, and counts what would have been paid for."""

    name: str = "counting"
    written: Counter[str] = field(default_factory=Counter)

    async def draft(self, cast: Cast) -> Written[Draft]:
        self.written["draft"] += 1
        draft = a_draft(motivation=f"{cast.short_name}, take {self.written['draft']}")
        return Written(draft, COST, MODEL)

    async def profile(self, cast: Cast, draft: Draft, snapshot: Snapshot) -> Written[Profile]:
        self.written["profile"] += 1
        story = f"{cast.full_name} wants {draft.motivation}; take {self.written['profile']}"
        profile = a_profile(backstory=story, digital_habits=f"As in {snapshot.version}.")
        return Written(profile, COST, MODEL)


class Generator:
    """The service's handlers on a database of the test's own."""

    def __init__(self, database: Database, budget: int = 0) -> None:
        self.database = database
        self.writer = CountingWriter()
        self.snapshots = MongoSnapshots(database)
        limit = MongoBudget(database, budget)
        personas = MongoPersonas(database, limit)
        self.writing = Writing(self.writer, self.snapshots, personas, limit)
        self.handlers = Handlers(self.writing, personas)

    async def cast(self, total: int) -> tuple[GenerationRequested, Sequence[PersonaCast]]:
        """A requested generation, and the people cast for it."""
        requested = await a_running_group(self.database, total)
        return requested, await self.handlers.cast(requested, context())

    async def documents(self) -> list[Document]:
        return await self.database.personas.find().sort("slot").to_list(None)

    async def document(self, persona_id: UUID) -> Document:
        found = await self.database.personas.find_one({"_id": persona_id})
        assert found
        return found

    async def group(self, event: Any) -> Document:
        found = await self.database.groups.find_one({"_id": event.group_id})
        assert found
        return found


@pytest.fixture
async def generator(database: Database) -> Generator:
    await MongoPersonas(database).ensure_indexes()
    return Generator(database)


def context(event_id: UUID | None = None) -> Context:
    return Context(event_id or uuid4(), datetime.now(UTC), 1)


def unmatched(cast: PersonaCast) -> PersonaUnmatched:
    return cast.then(PersonaUnmatched, cast=cast.cast)


async def test_a_generation_casts_one_person_for_each_slot(generator: Generator) -> None:
    requested, casts = await generator.cast(3)

    assert [event.cast.slot for event in casts] == [0, 1, 2]
    assert {event.definition for event in casts} == {requested.definition}
    stored = await generator.documents()
    assert [document["_id"] for document in stored] == [event.persona_id for event in casts]
    assert [Cast.model_validate(d["cast"]) for d in stored] == [event.cast for event in casts]
    assert {document["group_id"] for document in stored} == {requested.group_id}


async def test_a_redelivered_request_casts_the_same_people(generator: Generator) -> None:
    requested, casts = await generator.cast(3)
    assert await generator.handlers.cast(requested, context()) == casts
    assert len(await generator.documents()) == 3


async def test_a_redelivered_request_does_not_bring_back_who_was_deleted(
    generator: Generator,
) -> None:
    requested, casts = await generator.cast(3)
    await generator.database.personas.delete_one({"_id": casts[1].persona_id})

    again = await generator.handlers.cast(requested, context())

    assert again == [casts[0], casts[2]]
    assert len(await generator.documents()) == 2


async def test_a_group_never_has_two_people_of_one_name(generator: Generator) -> None:
    requested, casts = await generator.cast(10)
    more = requested.model_copy(
        update={"generation_id": uuid4(), "slots": tuple(range(10, 20))},
    )
    await generator.database.groups.update_one(
        {"_id": requested.group_id}, {"$set": {"generation.id": more.generation_id}}
    )

    added = await generator.handlers.cast(more, context())

    names = [event.cast.full_name for event in [*casts, *added]]
    assert len(set(names)) == 20


async def test_a_draft_is_stored_before_it_is_announced(generator: Generator) -> None:
    _, [cast] = await generator.cast(1)

    [drafted] = await generator.handlers.draft(unmatched(cast), context())

    assert isinstance(drafted, PersonaDrafted)
    document = await generator.document(cast.persona_id)
    assert Draft.model_validate(document["draft"]) == drafted.draft


async def test_a_redelivered_draft_is_not_paid_for_twice(generator: Generator) -> None:
    _, [cast] = await generator.cast(1)
    first = await generator.handlers.draft(unmatched(cast), context())
    second = await generator.handlers.draft(unmatched(cast), context())
    assert first == second
    assert generator.writer.written["draft"] == 1


async def test_a_profile_makes_a_persona_out_of_cast_and_draft(generator: Generator) -> None:
    _, [cast] = await generator.cast(1)
    [drafted] = await generator.handlers.draft(unmatched(cast), context())

    [generated] = await generator.handlers.profile(drafted, context())

    persona = generated.persona
    assert isinstance(generated, PersonaGenerated)
    assert (persona.id, persona.full_name) == (cast.persona_id, cast.cast.full_name)
    assert persona.values == drafted.draft.values
    assert persona.provenance.writer == "counting"
    assert persona.provenance.model == "counting-1"
    assert persona.provenance.snapshot == bundled_snapshot(market(cast.cast.market)).version
    assert persona.provenance.generation_id == cast.generation_id
    document = await generator.document(cast.persona_id)
    assert Persona.model_validate(document["persona"]) == persona


async def test_a_redelivered_profile_is_not_paid_for_twice(generator: Generator) -> None:
    _, [cast] = await generator.cast(1)
    [drafted] = await generator.handlers.draft(unmatched(cast), context())

    first = await generator.handlers.profile(drafted, context())
    second = await generator.handlers.profile(drafted, context())

    assert first == second
    assert generator.writer.written["profile"] == 1


async def test_a_matched_persona_is_reused_without_writing(generator: Generator) -> None:
    _, [cast] = await generator.cast(1)
    library_persona = a_library_persona()
    keys = {"image": "portraits/ab/abcd.png", "128": "portraits/ab/abcd-128.webp"}
    matched = cast.then(
        PersonaMatched, cast=cast.cast, library_persona=library_persona, avatar_keys=keys
    )
    event_id = uuid4()

    generated, completed = await generator.handlers.reuse(matched, context(event_id))
    again = await generator.handlers.reuse(matched, context(event_id))

    assert generated.persona.id == cast.persona_id
    assert generated.persona.library_persona_id == library_persona.id
    assert generated.persona.backstory == library_persona.backstory
    assert completed == cast.then(GenerationCompleted, personas=1)
    assert [type(event) for event in again] == [PersonaGenerated, GenerationCompleted]
    assert not generator.writer.written
    group = await generator.group(cast)
    text = "1 of 1 persona written, 1 portrait ready, 1 from the library"
    assert group["generation_progress"] == text
    stored = await generator.database.personas.find_one({"_id": cast.persona_id})
    assert (stored["avatar_status"], stored["avatar_keys"]) == ("ready", keys)


async def test_the_latest_snapshot_grounds_a_profile(generator: Generator) -> None:
    newest = bundled_snapshot(market("PH")).model_copy(update={"version": "PH-newest"})
    await generator.database.snapshots.insert_one(
        {
            "_id": "PH/PH-newest",
            "market": "PH",
            "refreshed_at": datetime.now(UTC),
            "snapshot": newest.model_dump(mode="json"),
        }
    )
    _, [cast] = await generator.cast(1)
    [drafted] = await generator.handlers.draft(unmatched(cast), context())
    [generated] = await generator.handlers.profile(drafted, context())
    assert generated.persona.provenance.snapshot == "PH-newest"


async def test_a_person_who_cannot_be_written_fails_the_group_with_a_reason(
    generator: Generator,
) -> None:
    _, [cast] = await generator.cast(1)
    [failed] = one_failed(unmatched(cast), "no words for it")
    assert failed == cast.then(PersonaFailed, reason="no words for it")

    event_id = uuid4()
    first = await generator.handlers.failed(failed, context(event_id))
    second = await generator.handlers.failed(failed, context(event_id))

    expected = cast.then(GenerationFailed, personas=0, failed=1, reason="no words for it")
    assert list(first) == list(second) == [expected]
    assert (await generator.group(cast))["generation_status"] == "failed"


async def test_a_request_nobody_can_be_cast_for_fails_every_persona(generator: Generator) -> None:
    requested = await a_running_group(generator.database, total=2)

    outcomes: list[Event] = []
    for failed in all_failed(requested, "nobody lives there"):
        outcomes += await generator.handlers.failed(failed, context())

    assert outcomes == [
        requested.then(GenerationFailed, personas=0, failed=2, reason="nobody lives there")
    ]


Late = Callable[[Handlers, GenerationRequested], Awaitable[Sequence[Event]]]
LATE: dict[str, Late] = {
    "request": lambda service, run: service.cast(run, context()),
    "draft": lambda service, run: service.draft(about(PersonaUnmatched, run), context()),
    "profile": lambda service, run: service.profile(about(PersonaDrafted, run), context()),
    "reuse": lambda service, run: service.reuse(about(PersonaMatched, run), context()),
    "failure": lambda service, run: service.failed(about(PersonaFailed, run), context()),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
async def test_late_messages_of_a_deleted_group_leave_nothing_behind(
    generator: Generator, late: Late
) -> None:
    requested, _ = await generator.cast(2)
    _, others = await generator.cast(1)
    await generator.database.groups.delete_one({"_id": requested.group_id})
    deleted = an_event(GroupDeleted, group_id=requested.group_id)
    assert await generator.handlers.group_deleted(deleted, context()) == []

    assert list(await late(generator.handlers, requested)) == []

    remaining = [document["_id"] for document in await generator.documents()]
    assert remaining == [cast.persona_id for cast in others]


async def test_an_abandoned_generation_keeps_its_finished_personas_only(
    generator: Generator,
) -> None:
    requested, [finished, unfinished] = await generator.cast(2)
    [drafted] = await generator.handlers.draft(unmatched(finished), context())
    await generator.handlers.profile(drafted, context())
    await generator.database.groups.update_one(
        {"_id": requested.group_id}, {"$set": {"generation.id": uuid4()}}
    )

    assert await generator.handlers.cast(requested, context()) == []

    assert [document["_id"] for document in await generator.documents()] == [finished.persona_id]
    assert await generator.handlers.draft(unmatched(unfinished), context()) == []


async def test_the_built_in_writer_cites_the_signals_it_was_given(generator: Generator) -> None:
    writer = BuiltInWriter()
    writing = replace(generator.writing, writer=writer)
    handlers = replace(generator.handlers, writing=writing)
    requested = await a_running_group(
        generator.database, total=1, definition=a_definition(location="Jakarta")
    )
    [cast] = await handlers.cast(requested, context())
    [drafted] = await handlers.draft(unmatched(cast), context())

    [generated] = await handlers.profile(drafted, context())

    snapshot = bundled_snapshot(market("ID"))
    cited = {signal for claim in generated.persona.evidence for signal in claim.signal_ids}
    assert cited
    assert all(snapshot.signal(signal) for signal in cited)


async def test_what_a_stage_cost_is_stored_with_its_result(generator: Generator) -> None:
    _, [cast] = await generator.cast(1)
    [drafted] = await generator.handlers.draft(unmatched(cast), context())
    await generator.handlers.draft(unmatched(cast), context())
    await generator.handlers.profile(drafted, context())
    await generator.handlers.profile(drafted, context())

    document = await generator.document(cast.persona_id)
    assert {stage: Usage(**cost) for stage, cost in document["usage"].items()} == {
        "draft": COST,
        "profile": COST,
    }


async def test_a_project_cannot_spend_more_than_its_budget(database: Database) -> None:
    generator = Generator(database, budget=2 * COST.tokens)
    requested, [one, other] = await generator.cast(2)
    [drafted] = await generator.handlers.draft(unmatched(one), context())
    await generator.handlers.profile(drafted, context())

    with pytest.raises(
        PermanentError, match=r"^the token budget of this project \(2,000\) is used"
    ):
        await generator.handlers.draft(unmatched(other), context())

    assert generator.writer.written.total() == 2
    await generator.handlers.group_deleted(
        an_event(GroupDeleted, group_id=requested.group_id), context()
    )
    _, [later] = await generator.cast(1)
    with pytest.raises(PermanentError, match="budget"):
        await generator.handlers.draft(unmatched(later), context())


async def test_what_is_stored_already_needs_no_budget(database: Database) -> None:
    generator = Generator(database, budget=1)
    _, [cast] = await generator.cast(1)
    first = await generator.handlers.draft(unmatched(cast), context())
    assert await generator.handlers.draft(unmatched(cast), context()) == first
