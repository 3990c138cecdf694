"""Which run a call of generate starts."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_gateway.domain.errors import ConflictError
from api_gateway.domain.generation import next_run, queued_text
from api_gateway.domain.groups import Group, Run, now
from suara.personas import persona_id

AT = now()


def group(**fields: Any) -> Group:
    return Group.model_validate(
        {
            "_id": uuid4(),
            "company_id": uuid4(),
            "project_id": uuid4(),
            "name": "x",
            "generation_progress": "",
            "created_at": AT,
            "updated_at": AT,
            **fields,
        }
    )


def after(run: Run, status: str, written: int, **fields: Any) -> Group:
    """The group once a run has come to that status with its first slots written."""
    ids = [persona_id(run.id, slot) for slot in run.slots[:written]]
    generation = run.model_copy(update={"written": (*run.written, *ids), "closed_by": uuid4()})
    return group(generation=generation, generation_status=status, **fields)


@pytest.mark.parametrize("status", ["pending", "generating"])
def test_a_run_that_is_queued_or_going_on_is_left_alone(status: str) -> None:
    first = next_run(group(), "", AT)

    with pytest.raises(ConflictError):
        next_run(after(first, status, written=0), "", AT)


def test_slots_are_never_used_twice_in_the_life_of_a_group() -> None:
    first = next_run(group(persona_count=4), "", AT)
    second = next_run(after(first, "complete", 4, next_slot=4, persona_count=2), "", AT)

    assert (first.slots, second.slots) == ((0, 1, 2, 3), (4, 5))


@given(count=st.integers(1, 10), written=st.lists(st.integers(0, 10), max_size=5))
def test_however_often_a_run_fails_only_missing_personas_are_asked_for(
    count: int, written: list[int]
) -> None:
    run = next_run(group(persona_count=count), "", AT)
    first, made = run, 0
    for step in written:
        step = min(step, len(run.slots) - 1)
        made += step
        run = next_run(after(run, "failed", step, next_slot=count), "", AT)
        assert (run.id, run.total) == (first.id, count)
        assert len(run.slots) == count - made
        assert set(run.slots) <= set(first.slots)
    assert run.attempt == 1 + len(written)


def test_a_changed_definition_ends_a_failed_run_for_good() -> None:
    first = next_run(group(persona_count=3), "", AT)
    second = next_run(after(first, "failed", 1, next_slot=3, age_min=40), "", AT)

    assert second.id != first.id
    assert (second.slots, second.total, second.attempt) == ((3, 4), 2, 1)
    assert second.definition.age_min == 40


def test_a_changed_number_of_personas_does_not_end_a_failed_run() -> None:
    first = next_run(group(persona_count=3), "", AT)
    second = next_run(after(first, "failed", 1, next_slot=3, persona_count=9), "", AT)

    assert (second.id, second.slots) == (first.id, (1, 2))


def test_the_text_says_how_many_and_what_is_assumed() -> None:
    one = next_run(group(persona_count=1), "", AT)
    noted = next_run(group(persona_count=5), "Nothing is sourced", AT)
    again = next_run(after(noted, "failed", 3, next_slot=5), "", AT)

    assert queued_text(one) == "Queued: 1 persona requested"
    assert queued_text(noted) == "Queued: 5 personas requested. Nothing is sourced"
    assert queued_text(again) == ("Queued: 2 of 5 personas to be tried again. Nothing is sourced")


def test_whom_a_failed_run_is_to_make_again_may_be_cast_again() -> None:
    first = next_run(group(persona_count=2), "", AT)
    ids = tuple(persona_id(first.id, slot) for slot in first.slots)
    again = next_run(
        after(first.model_copy(update={"cast": ids}), "failed", 1, next_slot=2), "", AT
    )
    assert again.cast == ids[:1]
