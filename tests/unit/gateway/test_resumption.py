"""When a generation counts as stalled, how long each wait is, and what ends it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_gateway.domain.groups import Run
from api_gateway.domain.resumption import (
    Patience,
    Verdict,
    gave_up,
    resumed,
    unsettled,
    verdict,
)
from suara.personas import persona_id
from suara.progress import Stage
from suara.testing.samples import a_definition

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
GENERATION = uuid4()
DEADLINE = timedelta(minutes=10)

members = st.sets(st.integers(0, 9), max_size=10)


def run(count: int = 3, **fields: Any) -> Run:
    return Run.model_validate(
        {
            "id": GENERATION,
            "definition": a_definition(),
            "slots": tuple(range(count)),
            "total": count,
            "requested_at": AT,
            "updated_at": AT,
        }
        | fields
    )


def ids(*slots: int) -> tuple[UUID, ...]:
    return tuple(persona_id(GENERATION, slot) for slot in slots)


def after(before: Run, at: datetime, **fields: Any) -> Run:
    """The run once it was requested again at that moment; `fields` are what came of it."""
    changes = {name.removeprefix("generation."): v for name, v in resumed(before, at).items()}
    return before.model_copy(update=changes | fields)


@given(resumptions=st.integers(0, 6))
def test_in_vain_it_is_resumed_so_often_and_each_wait_is_twice_the_last(resumptions: int) -> None:
    patience = Patience(DEADLINE, resumptions)
    going, at, waits = run(), AT, []
    while True:
        wait = next(
            DEADLINE * n
            for n in range(1, 2 ** (resumptions + 1))
            if verdict(going, patience, at + DEADLINE * n) is not Verdict.WAIT
        )
        at += wait
        waits.append(wait / DEADLINE)
        if verdict(going, patience, at) is Verdict.GIVE_UP:
            break
        # What is repeated stamps the progress anew, without being any.
        going = after(going, at, updated_at=at)

    assert going.resumptions == resumptions
    assert waits == [2**n for n in range(resumptions + 1)]


def test_progress_after_a_resumption_begins_the_count_anew() -> None:
    patience = Patience(DEADLINE, 1)
    once = after(run(cast=ids(0, 1, 2)), AT)
    late = AT + 10 * DEADLINE

    assert verdict(once, patience, late) is Verdict.GIVE_UP
    further = once.model_copy(update={"written": ids(0)})
    assert verdict(further, patience, late) is Verdict.RESUME
    assert after(further, late).resumptions == 1


@pytest.mark.parametrize("moment", ["requested_at", "updated_at", "resumed_at"])
def test_the_deadline_runs_from_the_last_thing_that_happened(moment: str) -> None:
    going = run(**{moment: AT + timedelta(hours=1)})
    patience = Patience(DEADLINE, 5)
    almost = AT + timedelta(hours=1) + DEADLINE - timedelta(milliseconds=1)

    assert verdict(going, patience, almost) is Verdict.WAIT
    assert verdict(going, patience, almost + timedelta(milliseconds=1)) is Verdict.RESUME


@given(written=members, failed=members, portrayed=members, unportrayed=members)
def test_the_end_settles_everybody_and_takes_nothing_back(
    written: set[int], failed: set[int], portrayed: set[int], unportrayed: set[int]
) -> None:
    going = run(
        10,
        written=ids(*written),
        failed=ids(*(failed - written)),
        portrayed=ids(*portrayed),
        unportrayed=ids(*(unportrayed - portrayed)),
    )

    ended: dict[Stage, set[UUID]] = {stage: set() for stage in Stage}
    for stage, persona in unsettled(going):
        ended[stage].add(persona)

    assert not ended[Stage.FAILED] & {*going.written, *going.failed}
    assert {*going.written, *going.failed, *ended[Stage.FAILED]} == set(ids(*range(10)))
    assert not ended[Stage.UNPORTRAYED] & {*going.portrayed, *going.unportrayed}
    assert set(going.written) <= {
        *going.portrayed,
        *going.unportrayed,
        *ended[Stage.UNPORTRAYED],
    }


def test_a_run_that_was_tried_again_ends_with_the_missing_ones_alone() -> None:
    going = run(3, slots=(1,), written=ids(0, 2), portrayed=ids(0, 2))
    assert unsettled(going) == [(Stage.FAILED, ids(1)[0])]


def test_the_reason_is_in_words() -> None:
    assert gave_up(5).startswith("gave up after 5 resumptions without progress")
    assert gave_up(1).startswith("gave up after 1 resumption without progress")
