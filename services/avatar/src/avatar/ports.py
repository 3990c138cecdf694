"""What the handlers need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from avatar.domain.appearance import Subject
from suara.events import GenerationScoped
from suara.generation import Progress, Stage


@dataclass(frozen=True)
class Picture:
    """A portrait ready to store: the original as PNG, a thumbnail as WebP."""

    png: bytes
    thumbnail: bytes


class Artist(Protocol):
    """Draws portraits."""

    async def draw(self, subject: Subject) -> Picture: ...


class Objects(Protocol):
    """The object store. Errors: see suara.storage.ObjectStore."""

    def url(self, key: str) -> str: ...

    async def put(self, key: str, body: bytes, content_type: str) -> None: ...


class Personas(Protocol):
    """The personas' documents and their generation's progress."""

    async def set_avatar(self, persona_id: UUID, url: str) -> None:
        """Record a portrait; nothing happens if the persona was deleted."""
        ...

    async def advance(
        self, event: GenerationScoped, event_id: UUID, steps: Sequence[tuple[Stage, UUID]]
    ) -> Progress | None:
        """See suara.generation.advance."""
        ...
