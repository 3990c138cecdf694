"""A project: the room of a company's groups."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from suara.personas import Frozen


class Project(Frozen):
    id: UUID = Field(validation_alias="_id", serialization_alias="_id")
    company_id: UUID
    name: str
    description: str | None = None
    created_at: datetime
