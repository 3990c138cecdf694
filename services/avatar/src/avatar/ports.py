"""What the handlers need from outside."""

from collections.abc import AsyncIterator, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from avatar.domain.appearance import Subject
from suara.events import AvatarSource, Event, GenerationScoped, PersonaScoped
from suara.generation import Progress, Stage
from suara.llm import Reference, Usage
from suara.pictures import Renditions
from suara.storage import Listed, Object


@dataclass(frozen=True)
class Picture:
    """Ready to store; and what it cost."""

    renditions: Renditions
    source: AvatarSource
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
class Portrait:
    """A picture in the object store, by its keys there: see suara.object_keys.portrait.

    source: who drew it; None if it came from the library.
    """

    keys: Mapping[str, str]
    source: AvatarSource | None


class Artist(Protocol):
    """Draws portraits. Deterministic or not, what it returns is stored once."""

    async def draw(self, subject: Subject) -> Picture:
        """Raises PermanentError, worded for users; a ModelError says what it cost."""
        ...


class Styles(Protocol):
    """The pictures of a project. Errors: see suara.storage.ObjectStore."""

    async def references(self, project_id: UUID) -> Sequence[Reference]:
        """Its style reference images: what portraits are to be drawn like, 16 at most."""
        ...

    async def images(self, project_id: UUID, ids: Sequence[str]) -> Sequence[Reference]:
        """These images, 16 at most; those that are gone are left out."""
        ...


class Budget(Protocol):
    """The tokens that a project may spend on models over its whole life."""

    async def check(self, project_id: UUID) -> None:
        """Raises PermanentError once they are used up. Calls under way may exceed it a little."""
        ...


class Objects(Protocol):
    """The object store. Errors: see suara.storage.ObjectStore."""

    def url(self, key: str) -> str: ...

    async def put(self, *objects: Object) -> None: ...

    def under(self, prefix: str) -> AsyncIterator[Sequence[Listed]]: ...

    async def delete(self, *keys: str) -> None: ...


class References(Protocol):
    """The documents that name objects."""

    async def named(self, keys: Iterable[str]) -> Container[str]:
        """The originals among these keys, or of these copies, that a document names."""
        ...


@dataclass(frozen=True)
class Stored:
    """What there is of a persona's portrait.

    drawn: the variation that `portrait` is. wanted: the one that was requested last.
    """

    portrait: Portrait | None
    drawn: int | None = None
    wanted: int = 0


class Personas(Protocol):
    """The personas' documents and their generation's progress."""

    async def stored(self, persona_id: UUID) -> Stored | None:
        """None if the persona was deleted."""
        ...

    async def save(
        self, event: PersonaScoped, portrait: Portrait, url: str, usage: Usage, variation: int
    ) -> bool:
        """Record a portrait, which is then ready.

        False, and it stays as it is, if the persona was deleted, another variation is wanted by
        now, or this one is there already. What it cost counts all the same, against the project's
        budget, too.
        """
        ...

    async def fail(self, persona_id: UUID, variation: int) -> None:
        """Record that a portrait could not be drawn, if it is still wanted and not there."""
        ...

    async def advance(
        self, event: GenerationScoped, event_id: UUID, steps: Sequence[tuple[Stage, UUID]]
    ) -> Progress | None:
        """See suara.generation.advance."""
        ...

    async def closing(self, event: GenerationScoped, event_id: UUID) -> Sequence[Event]:
        """See suara.generation.closing."""
        ...
