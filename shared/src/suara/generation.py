"""The progress of a generation, projected into its group's document by every service.

Each step adds a persona to that stage's set in one atomic update, and derives status and text
from the sets. Steps may repeat and arrive in any order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ReturnDocument

from suara.events import Event, GenerationCompleted, GenerationFailed, GenerationScoped
from suara.mongo import Database, Document
from suara.progress import Stage, pipeline
from suara.telemetry.generations import GENERATION_SECONDS, PERSONAS

__all__ = ["Progress", "Stage", "advance", "closing", "count"]

_ENDS = ("complete", "failed")


@dataclass(frozen=True)
class Progress:
    """The group after a step. `outcome` holds the closing event if this step closed the run.

    What only this very step changed, and no repetition of it: failed, how many more personas could
    not be made; seconds, from the request of the run to its end, None if it did not end it.
    """

    status: str
    text: str
    outcome: tuple[Event, ...]
    failed: int = 0
    seconds: float | None = None


async def advance(
    database: Database,
    event: GenerationScoped,
    event_id: UUID,
    steps: Sequence[tuple[Stage, UUID]],
    *,
    reason: str = "",
    notes: Sequence[str] = (),
    session: Session | None = None,
) -> Progress | None:
    """Record that personas reached stages. None if the group is gone or runs another generation:
    ask `closing` then.

    event, event_id: what is being handled. The step that closes the run is remembered by this
    id, so that a redelivery of the same event returns the same outcome. A failure counts once, so
    that its redelivery does not fail the attempt that followed.
    steps: (stage, persona id). reason: why personas failed. notes: added to the progress text.
    session: of a transaction that this is part of; whoever commits it calls `count`.
    """
    group: Document | None = await database.groups.find_one_and_update(
        {"_id": event.group_id, "generation.id": event.generation_id},
        pipeline(event_id, steps, reason, notes),
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    if group is None:
        return None
    progress = _progress(event, event_id, group)
    if session is None:
        count(progress)
    return progress


def count(progress: Progress) -> None:
    """In the metrics of this process."""
    PERSONAS.labels("failed").inc(progress.failed)
    if progress.seconds is not None:
        GENERATION_SECONDS.labels(progress.status).observe(progress.seconds)


async def closing(database: Database, event: GenerationScoped, event_id: UUID) -> list[Event]:
    """The closing event that this event led to when it was handled before, if it did.

    For who finds nothing to do any more: the group may have gone on, and its personas may be
    deleted, before what closed the run was published.
    """
    group = await database.groups.find_one({"_id": event.group_id}, {"closings": 1})
    return list(_outcome(event, event_id, group or {}))


def _progress(event: GenerationScoped, event_id: UUID, group: Document) -> Progress:
    status, run = group["generation_status"], group["generation"]
    ended = status in _ENDS and status != run["before"]["status"]
    lasted = run["updated_at"] - run["requested_at"] if ended else None
    return Progress(
        status=status,
        text=group["generation_progress"],
        outcome=_outcome(event, event_id, group),
        failed=max(len(run.get("failed", ())) - run["before"]["failed"], 0),
        seconds=max(lasted.total_seconds(), 0.0) if lasted else None,
    )


def _outcome(event: GenerationScoped, event_id: UUID, group: Document) -> tuple[Event, ...]:
    mine = {"generation": event.generation_id, "by": event_id}
    for run in group.get("closings", ()):
        if mine.items() <= run.items():
            kind = GenerationCompleted if run["status"] == "complete" else GenerationFailed
            counts = {name: run[name] for name in ("personas", "failed", "reason")}
            return (event.then(kind, **counts),)
    return ()
