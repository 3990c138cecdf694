"""Replaying and purging as a conversation: count, ask, do it, say what was done."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import typer

from suara_local.dlq import display
from suara_local.dlq.selection import Selection, Survey
from suara_local.errors import LocalError
from suara_local.terminal import FAILED, bar, err, out

if TYPE_CHECKING:  # Kafka's client is slow to load
    from suara_local.dlq.working import Work

Do = Callable[["Work"], Awaitable[None]]


def replay(*, dry_run: bool, yes: bool) -> Do:
    """Raises LocalError where the one that was asked for is not there, or was replayed before."""

    async def do(work: "Work") -> None:
        from suara.kafka.dead_letters import why_not

        survey = await work.survey(why_not)
        if not survey.able and not survey.refused:
            _nothing(work.selection, survey)
        elif dry_run:
            out.print(f"Would replay {_counted(survey)}.")
        elif survey.able:
            if not _agreed("Replay", survey, yes=yes):
                return
            await _settle("Replayed", work.replay(survey), survey)
        _refusals(survey)
        if survey.refused and not dry_run:
            raise typer.Exit(FAILED)

    return do


def purge(*, dry_run: bool, yes: bool) -> Do:
    """Raises LocalError where the one that was asked for is not there, or is settled."""

    async def do(work: "Work") -> None:
        survey = await work.survey()
        if not survey.able:
            _nothing(work.selection, survey)
        elif dry_run:
            out.print(f"Would purge {_counted(survey)}.")
        elif _agreed("Purge", survey, yes=yes):
            await _settle("Purged", work.purge(survey), survey)

    return do


async def _settle(done: str, some_at_a_time: AsyncIterator[int], survey: Survey) -> None:
    count = 0
    try:
        with bar() as progress:
            task = progress.add_task("Dead letters", total=survey.able.total(), detail="")
            async for some in some_at_a_time:
                count += some
                progress.update(task, completed=count, detail=f"{count:,}")
    finally:  # whatever ends it, so many are settled
        out.print(f"{done} {_letters(count)}.")


def _agreed(what: str, survey: Survey, *, yes: bool) -> bool:
    """Asked only about more than one. Raises LocalError where nobody is there to answer."""
    if yes or survey.able.total() == 1:
        return True
    err.print(f"{what} {_counted(survey)}? \\[y/N] ", end="")
    try:
        agreed = input().strip().lower() in ("y", "yes")
    except EOFError:
        err.print()
        raise LocalError("Nothing was done, for nobody answered. --yes answers.") from None
    if not agreed:
        out.print("Nothing was done.")
    return agreed


def _nothing(selection: Selection, survey: Survey) -> None:
    if selection.id is None:
        out.print("No dead letters.")
        return
    if survey.settled:
        raise LocalError(
            f"{selection.id} was {' and '.join(survey.settled)} already. "
            "`suara dlq replay --again` replays it all the same."
        )
    raise LocalError(f"There is no dead letter {selection.id}.")


def _refusals(survey: Survey) -> None:
    if not survey.refused:
        return
    err.print(f"{_letters(survey.refused)} cannot be replayed:")
    for letter_id, why in survey.refusals.items():
        err.print(f"  {letter_id}: {display.escaped(why)}", markup=False)
    if more := survey.refused - len(survey.refusals):
        err.print(f"  ... and {more:,} more")


def _counted(survey: Survey) -> str:
    topics = ", ".join(f"{topic} {count:,}" for topic, count in survey.able.items())
    return _letters(survey.able.total()) + (f" ({topics})" if topics else "")


def _letters(count: int) -> str:
    return "1 dead letter" if count == 1 else f"{count:,} dead letters"
