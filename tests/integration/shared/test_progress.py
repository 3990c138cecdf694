"""A generation's progress, projected into its group's document in a real MongoDB."""

import asyncio
import random
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from suara.events import (
    Event,
    GenerationCompleted,
    GenerationFailed,
    GenerationRequested,
    PersonaGenerated,
)
from suara.generation import Progress, Stage, advance, closing
from suara.mongo import Database
from suara.personas import persona_id
from suara.testing.samples import a_running_group, about

Step = tuple[Stage, int]
WHOLE_LIFE = (Stage.CAST, Stage.WRITTEN, Stage.PORTRAYED)


class Run:
    """A running generation. Steps name personas by slot."""

    def __init__(self, database: Database, requested: GenerationRequested) -> None:
        self.database = database
        self.requested = requested

    @classmethod
    async def of(cls, database: Database, total: int) -> "Run":
        return cls(database, await a_running_group(database, total))

    async def reach(
        self,
        *steps: Step,
        event_id: UUID | None = None,
        reason: str = "",
        notes: Sequence[str] = (),
    ) -> Progress:
        progress = await advance(
            self.database,
            about(PersonaGenerated, self.requested),
            event_id or uuid4(),
            [(stage, persona_id(self.requested.generation_id, slot)) for stage, slot in steps],
            reason=reason,
            notes=notes,
        )
        assert progress
        return progress


def life(total: int) -> list[Step]:
    return [(stage, slot) for slot in range(total) for stage in WHOLE_LIFE]


@pytest.mark.parametrize("seed", range(6))
async def test_steps_in_any_order_and_number_complete_exactly_once(
    database: Database, seed: int
) -> None:
    run = await Run.of(database, total=3)
    dice = random.Random(seed)
    events = [(step, uuid4()) for step in life(3)]
    deliveries = events + dice.choices(events, k=6)
    dice.shuffle(deliveries)
    settling = {(stage, slot) for stage, slot in life(3) if stage in WHOLE_LIFE[1:]}

    closing: dict[UUID, Sequence[Event]] = {}
    reached: set[Step] = set()
    for step, event_id in deliveries:
        progress = await run.reach(step, event_id=event_id)
        reached.add(step)
        assert progress.status == ("complete" if settling <= reached else "generating")
        if progress.outcome:
            assert closing.setdefault(event_id, progress.outcome) == progress.outcome

    completed = about(PersonaGenerated, run.requested).then(GenerationCompleted, personas=3)
    assert list(closing.values()) == [(completed,)]
    assert progress.text == "3 of 3 personas written, 3 portraits ready"


async def test_many_steps_at_once_lose_nothing(database: Database) -> None:
    run = await Run.of(database, total=10)
    steps = [*life(10), *[(Stage.REUSED, slot) for slot in range(10)]]

    results = await asyncio.gather(*(run.reach(step) for step in steps))

    assert [result.status for result in results].count("complete") >= 1
    assert sum(bool(result.outcome) for result in results) == 1
    group = await database.groups.find_one({"_id": run.requested.group_id})
    assert group["generation_status"] == "complete"
    for stage in (*WHOLE_LIFE, Stage.REUSED):
        assert len(group["generation"][stage]) == 10


async def test_the_text_says_what_a_team_wants_to_know(database: Database) -> None:
    run = await Run.of(database, total=5)

    texts = [
        (await run.reach((Stage.CAST, 0))).text,
        (await run.reach((Stage.WRITTEN, 0), (Stage.WRITTEN, 1), (Stage.WRITTEN, 2))).text,
        (await run.reach((Stage.PORTRAYED, 0))).text,
        (await run.reach((Stage.REUSED, 1), (Stage.PORTRAYED, 1))).text,
        (await run.reach((Stage.UNPORTRAYED, 2))).text,
        (await run.reach((Stage.FAILED, 3), reason="the writer is tired")).text,
    ]

    assert texts == [
        "0 of 5 personas written, 0 portraits ready",
        "3 of 5 personas written, 0 portraits ready",
        "3 of 5 personas written, 1 portrait ready",
        "3 of 5 personas written, 2 portraits ready, 1 from the library",
        "3 of 5 personas written, 2 portraits ready, 1 from the library, 1 without a portrait",
        "3 of 5 personas written, 2 portraits ready, 1 from the library, 1 without a portrait, "
        "1 could not be made: the writer is tired",
    ]


async def test_a_single_persona_is_no_plural(database: Database) -> None:
    run = await Run.of(database, total=1)
    progress = await run.reach((Stage.WRITTEN, 0), (Stage.PORTRAYED, 0))
    assert progress.text == "1 of 1 persona written, 1 portrait ready"


async def test_a_missing_portrait_does_not_fail_the_group(database: Database) -> None:
    run = await Run.of(database, total=1)
    await run.reach((Stage.UNPORTRAYED, 0))
    progress = await run.reach((Stage.WRITTEN, 0))
    assert progress.status == "complete"
    assert isinstance(progress.outcome[0], GenerationCompleted)


async def test_a_failure_closes_the_run_once_everybody_is_settled(database: Database) -> None:
    run = await Run.of(database, total=2)

    failing = await run.reach((Stage.FAILED, 1), reason="no words for it")
    assert (failing.status, failing.outcome) == ("generating", ())

    await run.reach((Stage.WRITTEN, 0))
    last = await run.reach((Stage.PORTRAYED, 0))

    assert last.status == "failed"
    [event] = last.outcome
    assert isinstance(event, GenerationFailed)
    assert (event.personas, event.failed, event.reason) == (1, 1, "no words for it")


async def test_a_late_success_turns_a_failure(database: Database) -> None:
    run = await Run.of(database, total=1)
    failing = uuid4()
    failed = await run.reach((Stage.FAILED, 0), event_id=failing, reason="gave up")
    assert failed.status == "failed"

    written = await run.reach((Stage.WRITTEN, 0))
    assert (written.status, written.outcome) == ("generating", ())
    portrayed = await run.reach((Stage.PORTRAYED, 0))

    assert portrayed.status == "complete"
    assert isinstance(portrayed.outcome[0], GenerationCompleted)
    assert "could not be made" not in portrayed.text
    again = await run.reach((Stage.FAILED, 0), event_id=failing, reason="gave up")
    assert (again.status, again.outcome) == ("complete", ())


async def test_a_redelivery_of_the_closing_event_closes_in_the_same_words(
    database: Database,
) -> None:
    run = await Run.of(database, total=1)
    closing = uuid4()
    await run.reach((Stage.PORTRAYED, 0))

    one = await run.reach((Stage.WRITTEN, 0), event_id=closing)
    other = await run.reach((Stage.WRITTEN, 0), event_id=closing)

    assert one.outcome
    assert (one.status, one.text, one.outcome) == (other.status, other.text, other.outcome)


async def test_notes_are_shown_once(database: Database) -> None:
    run = await Run.of(database, total=1)
    notes = ["Ages widened to 20-40", "", "Occupation left open"]

    await run.reach((Stage.CAST, 0), notes=notes)
    progress = await run.reach((Stage.CAST, 0), notes=notes)

    start = "0 of 1 persona written, 0 portraits ready"
    assert progress.text == f"{start}. Ages widened to 20-40. Occupation left open"


@pytest.mark.parametrize("text", ["$generation.total", "$$NOW", "{$x: 1}", "a.b.$c", "Giá ₫5.000"])
async def test_texts_are_literal(database: Database, text: str) -> None:
    run = await Run.of(database, total=1)
    progress = await run.reach((Stage.FAILED, 0), reason=text, notes=[text])
    assert progress.text.endswith(f"1 could not be made: {text}. {text}")
    assert progress.outcome[0].reason == text


async def test_a_long_reason_is_cut(database: Database) -> None:
    run = await Run.of(database, total=1)
    progress = await run.reach((Stage.FAILED, 0), reason="x" * 1_000)
    assert progress.text.endswith(": " + "x" * 300)


async def test_a_deleted_group_makes_no_progress(database: Database) -> None:
    run = await Run.of(database, total=1)
    await database.groups.delete_one({"_id": run.requested.group_id})

    late = await advance(database, about(PersonaGenerated, run.requested), uuid4(), [])

    assert late is None
    assert await database.groups.count_documents({}) == 0


async def test_a_step_of_an_earlier_generation_changes_nothing(database: Database) -> None:
    run = await Run.of(database, total=1)
    before = await database.groups.find_one({"_id": run.requested.group_id})
    earlier = about(PersonaGenerated, run.requested, generation_id=uuid4())

    late = await advance(database, earlier, uuid4(), [(Stage.WRITTEN, earlier.persona_id)])

    assert late is None
    assert await database.groups.find_one({"_id": run.requested.group_id}) == before


async def test_a_portrait_made_after_all_is_no_longer_missing(database: Database) -> None:
    run = await Run.of(database, total=1)
    await run.reach((Stage.WRITTEN, 0))
    without = await run.reach((Stage.UNPORTRAYED, 0))
    assert without.text.endswith("0 portraits ready, 1 without a portrait")

    healed = await run.reach((Stage.PORTRAYED, 0))
    assert (healed.status, healed.outcome) == ("complete", ())
    assert healed.text == "1 of 1 persona written, 1 portrait ready"

    again = await run.reach((Stage.UNPORTRAYED, 0))
    assert again.text == healed.text


async def test_a_failure_told_again_says_nothing_of_the_attempt_that_followed(
    database: Database,
) -> None:
    run = await Run.of(database, total=1)
    failing = uuid4()
    await run.reach((Stage.FAILED, 0), event_id=failing, reason="gave up")
    again = {"generation.failed": [], "generation.reason": None, "generation.closed_by": None}
    await database.groups.update_one(
        {"_id": run.requested.group_id}, {"$set": again | {"generation_status": "pending"}}
    )

    late = await run.reach((Stage.FAILED, 0), event_id=failing, reason="gave up")
    assert (late.status, late.outcome) == ("generating", ())

    fresh = await run.reach((Stage.FAILED, 0), reason="gave up again")
    assert fresh.status == "failed"
    assert fresh.text.endswith("gave up again")


async def test_how_a_run_closed_is_told_again_when_the_group_has_gone_on(
    database: Database,
) -> None:
    run = await Run.of(database, total=1)
    last = uuid4()
    await run.reach((Stage.PORTRAYED, 0))
    closed = await run.reach((Stage.WRITTEN, 0), event_id=last)
    await database.groups.update_one(
        {"_id": run.requested.group_id}, {"$set": {"generation": {"id": uuid4(), "total": 3}}}
    )
    following = about(PersonaGenerated, run.requested)

    assert await advance(database, following, last, [(Stage.WRITTEN, following.persona_id)]) is None
    assert tuple(await closing(database, following, last)) == closed.outcome
    assert await closing(database, following, uuid4()) == []
