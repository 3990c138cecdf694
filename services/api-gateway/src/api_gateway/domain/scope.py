"""Where a resource lies. Every query carries its company, so none can leak to another."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class InProject:
    company_id: UUID
    project_id: UUID


@dataclass(frozen=True)
class InGroup:
    company_id: UUID
    project_id: UUID
    group_id: UUID
