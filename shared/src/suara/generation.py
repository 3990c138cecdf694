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

__all__ = ["Progress", "Stage", "advance"]


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
    """Record that personas reached stages. None if the group is gone or runs another generation.

    event, event_id: what is being handled. The step that closes the run is remembered by this
    id, so that a redelivery of the same event returns the same outcome.
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
    closed = group["generation"].get("closed_by") == event_id
    return Progress(
        status=group["generation_status"],
        text=group["generation_progress"],
        outcome=_outcome(event, group) if closed else (),
    )


def _outcome(event: GenerationScoped, group: Document) -> tuple[Event, ...]:
    run = group["generation"]
    personas = len(run.get(Stage.WRITTEN, []))
    if group["generation_status"] == "complete":
        return (event.then(GenerationCompleted, personas=personas),)
    failed = len(run.get(Stage.FAILED, []))
    reason = run.get("reason") or "unknown reason"
    return (event.then(GenerationFailed, personas=personas, failed=failed, reason=reason),)
