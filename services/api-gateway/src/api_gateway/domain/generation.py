"""Which run a call of generate starts."""

from datetime import datetime
from uuid import uuid4

from api_gateway.domain.errors import ConflictError
from api_gateway.domain.groups import Group, Run
from suara.personas import persona_id


def next_run(group: Group, note: str, at: datetime) -> Run:
    """A new run, or the failed one again for what it could not make. `note` is for its text.

    Raises:
        ConflictError: a run is queued or going on.
    """
    if group.busy:
        state = "queued" if group.generation_status == "pending" else "going on"
        raise ConflictError(
            f"A generation of this group is already {state}: {group.generation_progress}. "
            "Wait until generation_status is complete or failed."
        )
    failed = group.generation if group.generation_status == "failed" else None
    missing = _missing_slots(failed) if failed else ()
    if failed and missing and failed.definition == group.definition:
        return _again(failed, missing, at)
    return _new(group, len(missing) or group.persona_count, note, at)


def queued_text(run: Run) -> str:
    """Like "Queued: 5 personas requested", and what the run's notes say."""
    count = len(run.slots)
    noun = "persona" if run.total == 1 else "personas"
    asked = f"{count} {noun} requested"
    if run.attempt > 1:
        asked = f"{count} of {run.total} {noun} to be tried again"
    return with_notes(f"Queued: {asked}", *run.notes)


def with_notes(text: str, *notes: str) -> str:
    """The text and the notes, as `suara.progress` joins them."""
    return ". ".join([text, *filter(None, notes)])


def _missing_slots(run: Run) -> tuple[int, ...]:
    written = set(run.written)
    return tuple(slot for slot in run.slots if persona_id(run.id, slot) not in written)


def _again(run: Run, slots: tuple[int, ...], at: datetime) -> Run:
    return run.model_copy(
        update={
            "slots": slots,
            "attempt": run.attempt + 1,
            # Whom it is to make again may have been deleted, and is then cast anew.
            "cast": run.written,
            "failed": (),
            "reason": None,
            "closed_by": None,
            "resumptions": 0,
            "resumed_at": None,
            "resumed_steps": 0,
            "requested_at": at,
            "updated_at": at,
        }
    )


def _new(group: Group, count: int, note: str, at: datetime) -> Run:
    return Run(
        id=uuid4(),
        definition=group.definition,
        slots=tuple(range(group.next_slot, group.next_slot + count)),
        total=count,
        notes=(note,) if note else (),
        requested_at=at,
        updated_at=at,
    )
