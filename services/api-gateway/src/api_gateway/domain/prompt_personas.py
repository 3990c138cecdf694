"""A prompt persona: a simulated user in tests of chat agents, as a team describes it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid5

from pydantic import Field

from api_gateway.domain.fields import MAX_TEXT
from suara.personas import Frozen, Persona


class PromptPersona(Frozen):
    """Without its headers: they may hold credentials, and are read for their one purpose only.

    source_persona_id: the generated persona that it was made from.
    """

    id: UUID = Field(validation_alias="_id", serialization_alias="_id")
    company_id: UUID
    project_id: UUID
    name: str
    description: str | None = None
    system_prompt: str | None = None
    image_id: str | None = None
    source_persona_id: UUID | None = None
    created_at: datetime
    updated_at: datetime


def imported_id(project_id: UUID, source_persona_id: UUID) -> UUID:
    """The id of what is made of a generated persona: the same each time, so never made twice."""
    return uuid5(project_id, str(source_persona_id))


def one_line_about(persona: Persona) -> str:
    """Like "29, Nurse, Manila, Philippines"."""
    return f"{persona.age}, {persona.occupation}, {persona.location}"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or "name (2)", "name (3)" ..., whichever is not taken; at most MAX_TEXT long."""
    candidate, number = name[:MAX_TEXT], 1
    while candidate in taken:
        number += 1
        suffix = f" ({number})"
        candidate = name[: MAX_TEXT - len(suffix)] + suffix
    return candidate
