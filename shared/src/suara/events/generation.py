"""Topic `generation`, keyed by group: one run that makes personas."""

from typing import Annotated, ClassVar
from uuid import UUID, uuid5

from pydantic import Field

from suara.events.base import GenerationScoped
from suara.personas import Definition


class GenerationEvent(GenerationScoped):
    topic: ClassVar[str] = "generation"

    @property
    def key(self) -> str:
        return str(self.group_id)


class GenerationRequested(GenerationEvent):
    """Make one persona for each slot. Slots number the personas of a group over its whole life."""

    type: ClassVar[str] = "suara.generation.requested.v1"
    definition: Definition
    slots: Annotated[tuple[int, ...], Field(min_length=1, max_length=10)]
    attempt: int = 1

    def first_id(self) -> UUID:
        """The same whenever this attempt is requested, so that all it leads to repeats."""
        return uuid5(self.generation_id, f"{self.type}/{self.attempt}")


class GenerationCompleted(GenerationEvent):
    """Every persona is written and every portrait settled."""

    type: ClassVar[str] = "suara.generation.completed.v1"
    personas: int


class GenerationFailed(GenerationEvent):
    """At least one persona could not be made."""

    type: ClassVar[str] = "suara.generation.failed.v1"
    personas: int
    failed: int
    reason: str
