"""What the handlers need from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from library.domain import Candidate
from library.domain.answers import Answer
from library.domain.promotion import Decision, Individual, Standing
from library.domain.reliability import Evidence
from suara.events import SimulationResponded
from suara.library import LibraryPersona
from suara.personas import Cast


class Personas(Protocol):
    """The library personas of all companies, and which group has claimed which."""

    async def candidates(self, company_id: UUID, cast: Cast) -> Sequence[Candidate]:
        """The company's active library personas of the cast person's kind."""
        ...

    async def claimed(self, persona_id: UUID) -> Candidate | None:
        """What an earlier delivery of the same cast already claimed."""
        ...

    async def claim(self, group_id: UUID, persona_id: UUID, library_persona_id: UUID) -> bool:
        """Take a library persona for a group. False if the group has it already."""
        ...

    async def release(self, group_id: UUID) -> None:
        """Forget what a deleted group had claimed."""
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
