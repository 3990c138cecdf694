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

__all__ = ["Progress", "Stage", "advance", "closing"]


@dataclass(frozen=True)
class Progress:
    """The group after a step. `outcome` holds the closing event if this step closed the run."""

    status: str
    text: str
    outcome: tuple[Event, ...]


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
    session: of a transaction that this is part of.
    """
    group: Document | None = await database.groups.find_one_and_update(
        {"_id": event.group_id, "generation.id": event.generation_id},
        pipeline(event_id, steps, reason, notes),
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    if group is None:
        return None
    return Progress(
        status=group["generation_status"],
        text=group["generation_progress"],
        outcome=_outcome(event, event_id, group),
    )


async def closing(database: Database, event: GenerationScoped, event_id: UUID) -> list[Event]:
    """The closing event that this event led to when it was handled before, if it did.

    For who finds nothing to do any more: the group may have gone on, and its personas may be
    deleted, before what closed the run was published.
    """
    group = await database.groups.find_one({"_id": event.group_id}, {"closings": 1})
    return list(_outcome(event, event_id, group or {}))


def _outcome(event: GenerationScoped, event_id: UUID, group: Document) -> tuple[Event, ...]:
    mine = {"generation": event.generation_id, "by": event_id}
    for run in group.get("closings", ()):
        if mine.items() <= run.items():
            kind = GenerationCompleted if run["status"] == "complete" else GenerationFailed
            counts = {name: run[name] for name in ("personas", "failed", "reason")}
            return (event.then(kind, **counts),)
    return ()
