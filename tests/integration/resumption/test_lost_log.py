"""A generation whose messages were lost at some point is resumed there, and ends as it should."""

import asyncio
from typing import Any

import pytest

from api_gateway.domain.avatars import PATIENCE
from api_gateway.domain.groups import now
from api_gateway.handlers.avatars import AvatarHandlers
from suara.events import (
    AvatarFailed,
    AvatarRendered,
    GenerationCompleted,
    GenerationFailed,
    GenerationRequested,
    GroupCreated,
    PersonaCast,
    PersonaDrafted,
    PersonaGenerated,
    PersonaUnmatched,
)
from suara.personas import persona_id

PERSONAS = 3
#: Who did not get which messages before the broker lost its log, and how far the run was then.
STAGES = {
    "requested and not consumed": ("generator", GenerationRequested, "pending"),
    "cast and not matched": ("library", PersonaCast, "generating"),
    "portrayed and not drafted": ("generator", PersonaUnmatched, "generating"),
    "drafted and not written": ("generator", PersonaDrafted, "generating"),
    "written and not portrayed": ("avatar", PersonaUnmatched, "generating"),
}


@pytest.mark.parametrize("stage", STAGES)
async def test_a_generation_resumes_where_the_broker_lost_it(system: Any, stage: str) -> None:
    service, kind, status = STAGES[stage]
    where = await system.a_group(PERSONAS)
    await system.run(lost=lambda to, e: to == service and isinstance(e.data, kind))
    stopped = await system.group(where)
    assert stopped.generation_status == status
    before = await _documents(system)

    await system.sweep()
    await system.run()

    group = await system.group(where)
    run = group.generation
    assert group.generation_status == "complete"
    assert group.generation_progress == "3 of 3 personas written, 3 portraits ready"
    assert (run.resumptions, run.attempt) == (1, 1)
    assert set(run.written) == {persona_id(run.id, slot) for slot in range(PERSONAS)}
    after = await _documents(system)
    assert len(after) == PERSONAS
    for persona, made in before.items():  # what was made stays as it was made
        assert after[persona] | made == after[persona]
    _check_ids(system)


async def test_a_run_that_lost_one_persona_repeats_the_others_under_the_same_ids(
    system: Any,
) -> None:
    where = await system.a_group(PERSONAS)
    run = (await system.group(where)).generation
    unlucky = persona_id(run.id, 1)
    await system.run(
        lost=lambda _, e: isinstance(e.data, PersonaDrafted) and e.data.persona_id == unlucky
    )
    assert sorted(system.ids_of(PersonaGenerated).values()) == [1, 1]

    await system.sweep()
    await system.run()

    assert (await system.group(where)).generation_status == "complete"
    assert sorted(system.ids_of(PersonaGenerated).values()) == [1, 2, 2]
    assert list(system.ids_of(GenerationRequested).values()) == [2]
    assert sum(system.ids_of(GenerationCompleted).values()) == 1
    _check_ids(system)


async def test_what_the_sweeper_repeats_and_ends_goes_on_in_the_trace_of_the_request(
    system: Any,
) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    await system.a_group(1, trace)
    for _ in range(2):
        await system.run(lost=lambda _, e: isinstance(e.data, PersonaUnmatched))
        await system.sweep(resumptions=1)
    await system.run()

    assert list(system.ids_of(GenerationRequested).values()) == [2]
    assert system.told_of(GenerationFailed)
    within = {e.traceparent for e in system.told if not isinstance(e.data, GroupCreated)}
    assert within == {trace}


async def test_what_is_resumed_in_vain_ends_with_a_reason_and_can_be_tried_again(
    system: Any,
) -> None:
    where = await system.a_group(PERSONAS)
    run = (await system.group(where)).generation
    unlucky, undrawn = persona_id(run.id, 1), persona_id(run.id, 2)

    def lost(to: str, envelope: Any) -> bool:
        data = envelope.data
        return (isinstance(data, PersonaDrafted) and data.persona_id == unlucky) or (
            to == "avatar" and isinstance(data, PersonaUnmatched) and data.persona_id == undrawn
        )

    for _ in range(4):  # the first time, and two resumptions; the fourth look is the end
        await system.run(lost)
        await system.sweep(resumptions=2)
    failed = await system.group(where)
    await system.run(lost)

    assert failed.generation_status == "failed"
    assert failed.generation_progress.startswith(
        "2 of 3 personas written, 2 portraits ready, 1 without a portrait, 1 could not be made: "
        "gave up after 2 resumptions without progress"
    )
    [told] = system.told_of(GenerationFailed)
    assert (told.personas, told.failed) == (2, 1)
    assert told.reason.startswith("gave up after 2 resumptions")
    shown = {p.id: p.avatar.status for p in await system.personas.in_group(where)}
    assert shown == {persona_id(run.id, 0): "ready", undrawn: "failed"}

    await system.handlers.generate(where, None)
    again = (await system.group(where)).generation
    assert (again.slots, again.attempt, again.resumptions) == ((1,), 2, 0)
    await system.run()
    assert (await system.group(where)).generation_status == "complete"
    _check_ids(system)


async def test_a_portrait_that_is_given_up_does_not_fail_the_group(system: Any) -> None:
    where = await system.a_group(1)
    await system.run(lost=lambda to, _: to == "avatar")
    await system.sweep(resumptions=0)
    await system.run()

    group = await system.group(where)
    assert group.generation_status == "complete"
    assert (
        group.generation_progress
        == "1 of 1 persona written, 0 portraits ready, 1 without a portrait"
    )
    assert len(system.told_of(GenerationCompleted)) == 1
    [persona] = await system.personas.in_group(where)
    assert persona.avatar.status == "failed"


async def test_late_messages_of_a_run_that_was_given_up_do_no_harm(system: Any) -> None:
    where = await system.a_group(2)
    late: list[Any] = []

    def delayed(to: str, envelope: Any) -> bool:
        is_late = isinstance(envelope.data, PersonaUnmatched)
        if is_late and envelope not in late:
            late.append(envelope)
        return is_late

    await system.run(delayed)
    await system.sweep(resumptions=0)
    assert (await system.group(where)).generation_status == "failed"
    await system.run()
    await system.deliver(late)

    group = await system.group(where)
    assert group.generation_status == "complete"
    assert group.generation_progress == "2 of 2 personas written, 2 portraits ready"
    assert len(system.told_of(GenerationFailed)) == len(system.told_of(GenerationCompleted)) == 1
    _check_ids(system)


async def test_late_messages_of_a_run_that_was_tried_again_make_nobody_twice(system: Any) -> None:
    where = await system.a_group(2)
    late: list[Any] = []
    await system.run(lambda _, e: late.append(e) is None)
    await system.sweep(resumptions=0)
    await system.run()
    await system.handlers.generate(where, None)
    await system.run()
    done = await system.group(where)
    assert done.generation_status == "complete"

    await system.deliver(late)

    assert (await system.group(where)).generation_status == "complete"
    assert len(await _documents(system)) == 2
    assert not system.told_of(AvatarFailed)
    assert len(system.ids_of(AvatarRendered)) == 4  # told anew by each of two requests


async def test_a_request_that_still_waits_for_the_broker_is_not_counted_or_doubled(
    system: Any,
) -> None:
    where = await system.a_group(2)
    for _ in range(3):
        await system.sweep(resumptions=0)

    group = await system.group(where)
    assert (group.generation_status, group.generation.resumptions) == ("pending", 0)
    assert len(await system.outbox.oldest(10)) == 2  # GroupCreated and the request
    await system.run()
    assert (await system.group(where)).generation_status == "complete"


async def test_a_request_that_the_broker_refuses_ends_its_run(system: Any) -> None:
    where = await system.a_group(1)
    [_, request] = await system.outbox.oldest(10)
    await system.outbox.refuse(request.id, "too large")
    await system.sweep()

    group = await system.group(where)
    assert group.generation_status == "failed"
    assert "does not take the request" in group.generation_progress


async def test_a_group_that_is_done_deleted_or_never_began_is_left_alone(system: Any) -> None:
    done, gone = await system.a_group(1), await system.a_group(1)
    await system.run()
    await system.handlers.delete(gone, None)
    await system.publish()
    await system.sweep()

    assert (await system.group(done)).generation.resumptions == 0
    assert not await system.outbox.oldest(10)


async def test_sweeping_twice_at_once_resumes_once(system: Any) -> None:
    where = await system.a_group(1)
    await system.publish()
    await asyncio.gather(*(system.sweep() for _ in range(4)))

    assert len(await system.outbox.oldest(10)) == 1
    assert (await system.group(where)).generation.resumptions == 1


async def test_another_portrait_whose_request_was_lost_is_failed_and_a_late_one_counts(
    system: Any,
) -> None:
    where = await system.a_group(1)
    await system.run()
    [persona] = await system.personas.in_group(where)
    redraws = AvatarHandlers(system.transactions, system.groups, system.personas)
    await redraws.redraw(where, persona.id, None)
    late = await system.publish()

    async def status() -> str:
        return (await system.personas.get(where, persona.id)).avatar.status

    await system.sweep()
    assert await status() == "pending"
    long_ago = {"avatar_requested_at": now() - PATIENCE}
    await system.database.personas.update_one({"_id": persona.id}, {"$set": long_ago})
    await system.sweep()
    assert await status() == "failed"

    await system.deliver(late)
    assert await status() == "ready"


async def _documents(system: Any) -> dict[Any, dict[str, Any]]:
    """What is stored of each persona by now."""
    parts = ("cast", "draft", "persona", "avatar_keys")
    found = await system.database.personas.find().to_list(None)
    return {
        document["_id"]: {part: document[part] for part in parts if part in document}
        for document in found
    }


def _check_ids(system: Any) -> None:
    """An id belongs to one event, however often it was told."""
    named: dict[Any, Any] = {}
    for envelope in system.told:
        event = (envelope.type, envelope.data.key)
        assert named.setdefault(envelope.id, event) == event
