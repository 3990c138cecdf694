"""Objects removed with what they belonged to, except those that a document still names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog

from avatar.domain.garbage import unnamed
from avatar.ports import Objects, References
from suara import object_keys
from suara.events import Event, GroupDeleted, PersonaDeleted, PersonaScoped, ProjectDeleted
from suara.kafka.routes import Context

_log = structlog.get_logger()


@dataclass(frozen=True)
class Clearing:
    """Handles deletions. The documents are gone by then, and repeating it is harmless."""

    objects: Objects
    references: References

    async def persona_deleted(self, event: PersonaDeleted, _: Context) -> Sequence[Event]:
        await self.persona(event)
        return []

    async def group_deleted(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        await self._under(object_keys.portraits_of_group(event.group_id))
        return []

    async def project_deleted(self, event: ProjectDeleted, _: Context) -> Sequence[Event]:
        """Its groups' portraits go with the groups: each has an event of its own."""
        await self._under(object_keys.images_of_project(event.project_id))
        return []

    async def persona(self, event: PersonaScoped) -> None:
        """Remove all portraits of a persona but those that are named."""
        await self._under(object_keys.portraits_of_persona(event.group_id, event.persona_id))

    async def discard(self, keys: Iterable[str]) -> None:
        """Remove these objects but those that are named."""
        keys = tuple(keys)
        loose = tuple(unnamed(keys, await self.references.named(keys)))
        if loose:
            await self.objects.delete(*loose)
            _log.info("objects.deleted", objects=len(loose))

    async def _under(self, prefix: str) -> None:
        async for page in self.objects.under(prefix):
            await self.discard(found.key for found in page)
