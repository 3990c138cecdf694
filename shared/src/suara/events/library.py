"""Topic `personas`, keyed by persona: who enters and leaves a company's library."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from suara.events.base import Event


class LibraryEvent(Event):
    """automatic: decided by recorded answers, not by a person. score: of reliability, if any."""

    topic: ClassVar[str] = "personas"

    company_id: UUID
    persona_id: UUID
    reason: str
    automatic: bool
    score: Annotated[float, Field(ge=0, le=1)] | None = None

    @property
    def key(self) -> str:
        return str(self.persona_id)


class PersonaPromoted(LibraryEvent):
    """A persona is in its company's library: new generations may reuse it."""

    type: ClassVar[str] = "suara.persona.promoted.v1"


class PersonaRetired(LibraryEvent):
    """A library persona is kept for history and no longer reused."""

    type: ClassVar[str] = "suara.persona.retired.v1"
