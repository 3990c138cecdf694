"""Topic `groups`, keyed by group or project: the life of segment definitions."""

from typing import ClassVar
from uuid import UUID

from suara.events.base import Event
from suara.personas import Definition


class GroupEvent(Event):
    topic: ClassVar[str] = "groups"

    company_id: UUID
    project_id: UUID
    group_id: UUID

    @property
    def key(self) -> str:
        return str(self.group_id)


class GroupCreated(GroupEvent):
    """A team defined a segment."""

    type: ClassVar[str] = "suara.group.created.v1"
    name: str
    definition: Definition


class GroupUpdated(GroupEvent):
    """A team changed a segment's definition. Existing personas stay as they are."""

    type: ClassVar[str] = "suara.group.updated.v1"
    name: str
    definition: Definition


class GroupDeleted(GroupEvent):
    """A group and all its personas are gone."""

    type: ClassVar[str] = "suara.group.deleted.v1"


class ProjectDeleted(Event):
    """A project is gone with all that was in it; each of its groups has its own event."""

    type: ClassVar[str] = "suara.project.deleted.v1"
    topic: ClassVar[str] = "groups"

    company_id: UUID
    project_id: UUID

    @property
    def key(self) -> str:
        return str(self.project_id)
