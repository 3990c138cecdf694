"""What the handlers need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar
from uuid import UUID

from suara.events import Event, GenerationRequested, GenerationScoped, PersonaScoped
from suara.generation import Progress, Stage
from suara.llm import Usage
from suara.markets import Snapshot
from suara.personas import Cast, Draft, Persona, Profile

Text = TypeVar("Text", Draft, Profile)
WrittenStage = Literal["draft", "profile"]


@dataclass(frozen=True)
class Written(Generic[Text]):
    """A stage's text, what it cost, and which language model wrote it, if one did."""

    value: Text
    usage: Usage = field(default_factory=Usage)
    model: str | None = None


class Writer(Protocol):
    """Turns a cast person into prose. Deterministic or not, what it returns is stored once.

    name: who wrote, for the provenance. Raises PermanentError or RetryableError, worded for users.
    """

    name: str

    async def draft(self, cast: Cast) -> Written[Draft]:
        """Stage 1: the core identity around the cast facts."""
        ...

    async def profile(self, cast: Cast, draft: Draft, snapshot: Snapshot) -> Written[Profile]:
        """Stage 2: the rich profile, its claims citing the snapshot's signals."""
        ...


class Budget(Protocol):
    """The tokens that a project may spend on language models over its whole life."""

    async def check(self, project_id: UUID) -> None:
        """Raises PermanentError once they are used up. Calls under way may exceed it a little."""
        ...


class Snapshots(Protocol):
    async def latest(self, market: str) -> Snapshot:
        """The market's latest complete snapshot; the bundled one while there is no other."""
        ...


@dataclass(frozen=True)
class Stored:
    """The results of a person's stages so far."""

    draft: Draft | None
    persona: Persona | None


class Personas(Protocol):
    """The personas' documents: every stage's result, stored before its event is published.

    Only `add` makes a document; saving a later stage of a deleted persona does nothing. Of several
    deliveries the first to store a stage's result wins, and the others go on with that. What a
    stage cost counts against the project's budget together with its result, or not at all.
    """

    async def uncast(self, event: GenerationRequested) -> Sequence[int]:
        """The slots that nobody was cast for yet. Who was cast and then deleted does not count."""
        ...

    async def casts(self, generation_id: UUID) -> Mapping[int, Cast]:
        """What is already cast in a generation, by slot."""
        ...

    async def names(self, group_id: UUID) -> Sequence[tuple[str, str]]:
        """(full, short) names taken in the group by personas of any generation."""
        ...

    async def add(self, event: GenerationScoped, casts: Sequence[Cast]) -> None:
        """Store cast persons, but for those already stored under their slot's id."""
        ...

    async def stored(self, persona_id: UUID) -> Stored | None:
        """What is stored of a cast person; None if they were deleted."""
        ...

    async def charge(self, event: PersonaScoped, stage: WrittenStage, usage: Usage) -> None:
        """Add what a stage cost though nothing came of it."""
        ...

    async def save_draft(self, event: PersonaScoped, draft: Draft, usage: Usage) -> Draft | None:
        """What is stored now; None if the persona was deleted. usage: added to what the stage
        cost before.
        """
        ...

    async def save_persona(
        self, event: PersonaScoped, persona: Persona, usage: Usage
    ) -> Persona | None:
        """As `save_draft`. usage: of the profile."""
        ...

    async def save_reused(
        self, event: PersonaScoped, persona: Persona, portrait: Mapping[str, str]
    ) -> Persona | None:
        """The same for a library persona, together with its portrait.

        portrait: as `avatar_keys`; empty where there is none.
        """
        ...

    async def withdraw(self, generation_id: UUID) -> None:
        """Remove the unfinished personas of a generation that nobody waits for any more."""
        ...

    async def discard(self, group_id: UUID) -> None:
        """Remove every persona of a deleted group."""
        ...

    async def advance(
        self,
        event: GenerationScoped,
        event_id: UUID,
        steps: Sequence[tuple[Stage, UUID]],
        *,
        reason: str = "",
        notes: Sequence[str] = (),
    ) -> Progress | None:
        """See suara.generation.advance."""
        ...

    async def closing(self, event: GenerationScoped, event_id: UUID) -> Sequence[Event]:
        """See suara.generation.closing."""
        ...
