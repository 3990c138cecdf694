"""What the handlers need from outside."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from library.domain import Candidate
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
