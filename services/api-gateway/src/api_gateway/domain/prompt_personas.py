"""A prompt persona: a simulated user in tests of chat agents, as a team describes it."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from suara.personas import Frozen


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
