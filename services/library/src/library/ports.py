"""What the handlers need from outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from library.domain.answers import Answer
from library.domain.promotion import Decision, Individual, Standing
from library.domain.reliability import Evidence
from library.domain.similarity import Vector
from suara.events import PersonaCast, SimulationResponded
from suara.library import LibraryPersona
from suara.personas import Persona


@dataclass(frozen=True)
class Proven:
    """A library persona to be reused. avatar_keys: of its portrait in the object store."""

    persona: Persona
    avatar_keys: Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """None: nobody of the library."""

    library_persona_id: UUID | None


class Candidates(Protocol):
    """Who might do. Only a hint: a claim says whether somebody may be had."""

    async def best_first(self, event: PersonaCast) -> Iterable[UUID]:
        """The ids of strong matches among the company's active library personas."""
        ...


class Claims(Protocol):
    """Which group has which library personas."""

    async def made(self, event: PersonaCast) -> Proven | None:
        """What an earlier delivery of the same cast claimed."""
        ...

    async def make(self, event: PersonaCast, library_persona_id: UUID) -> Proven | None:
        """Take a library persona for the group and the cast's slot.

        None if the group has it already, in another slot, or it is no longer active. Where another
        delivery of the same cast was faster, what that one claimed.
        """
        ...

    async def release(self, persona_id: UUID) -> None:
        """Forget what was claimed for a slot."""
        ...

    async def release_group(self, group_id: UUID) -> None:
        """Forget what a group had claimed."""
        ...


class Choices(Protocol):
    """Whom each cast person turned out to be: a library persona, or somebody new."""

    async def settle(self, event: PersonaCast, library_persona_id: UUID | None) -> Choice | None:
        """Choose for good, unless it was chosen before: then that. None if nobody waits for the
        person any more, since it was deleted.
        """
        ...


class Embeddings(Protocol):
    """What occupations mean."""

    @property
    def least_similarity(self) -> float:
        """The cosine from which two occupations are one, with these embeddings."""
        ...

    async def vectors(self, texts: Iterable[str]) -> dict[str, Vector]:
        """A vector for each text. Raises ModelError if a model does not give them."""
        ...


class Responses(Protocol):
    """What personas answered in simulations."""

    async def record(self, event: SimulationResponded, individual_id: UUID, at: datetime) -> None:
        """Keep an answer; what is recorded already stays as it is."""
        ...

    async def of(self, company_id: UUID, individual_id: UUID) -> Sequence[Answer]:
        """The latest answers of an individual, under all its persona ids."""
        ...


class Library(Protocol):
    """Who is in the libraries of all companies."""

    async def individual(self, event: SimulationResponded) -> Individual:
        """Who answered. Raises PermanentError if there is no such persona in that project."""
        ...

    async def note(self, individual: Individual, evidence: Evidence) -> None:
        """Show it with the persona that answered, and with its library persona."""
        ...

    async def standing(self, individual: Individual) -> Standing | None: ...

    async def entry(self, individual: Individual) -> LibraryPersona | None: ...

    async def apply(self, individual: Individual, decision: Decision, event_id: UUID) -> None:
        """Promote or retire, unless somebody else just did."""
        ...
