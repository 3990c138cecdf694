"""A persona group: what a team asked for, and the run that makes its personas."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from suara.personas import DEFAULT_PERSONAS, Definition, Frozen

GenerationStatus = Literal["pending", "generating", "complete", "failed"]


class Run(Frozen):
    """One generation. The sets are persona ids, grown by `suara.generation.advance`.

    slots: those of this attempt. total: personas of the whole generation, over all attempts.
    resumptions: of this attempt, without progress between; at resumed_at the last one, when the
    sets had resumed_steps members. resumed_at also moves while the request waits for the broker.
    traceparent: of the request, so that what is resumed is found in the same trace.
    """

    id: UUID
    definition: Definition
    slots: tuple[int, ...]
    total: int
    attempt: int = 1
    cast: tuple[UUID, ...] = ()
    reused: tuple[UUID, ...] = ()
    drafted: tuple[UUID, ...] = ()
    written: tuple[UUID, ...] = ()
    portrayed: tuple[UUID, ...] = ()
    unportrayed: tuple[UUID, ...] = ()
    failed: tuple[UUID, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    closed_by: UUID | None = None
    requested_at: datetime
    updated_at: datetime
    resumptions: int = 0
    resumed_at: datetime | None = None
    resumed_steps: int = 0
    traceparent: str | None = None


class Group(Definition):
    """A definition with a name, and how far its generation is."""

    id: UUID = Field(validation_alias="_id", serialization_alias="_id")
    company_id: UUID
    project_id: UUID
    name: str
    persona_count: int = DEFAULT_PERSONAS
    generation_status: GenerationStatus = "pending"
    generation_progress: str
    next_slot: int = 0
    generation: Run | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def definition(self) -> Definition:
        return Definition.model_validate(self.model_dump(include=set(Definition.model_fields)))

    @property
    def busy(self) -> bool:
        """Whether a generation is queued or going on."""
        return self.generation is not None and self.generation_status in ("pending", "generating")


def now() -> datetime:
    """The time in UTC, as precise as MongoDB keeps it: to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
