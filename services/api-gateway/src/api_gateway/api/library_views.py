"""What clients receive of the library."""

from collections.abc import Callable
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from api_gateway.api.views import PersonaView, View
from api_gateway.domain.library import Cursor, Entry, Use
from suara.library import Reliability, Status


class ReliabilityView(View):
    score: float = Field(description="From 0 to 1.", examples=[0.631])
    simulations: int = Field(examples=[3])
    agreements: int = Field(description="Views kept in another simulation.", examples=[4])
    disagreements: int = Field(description="Views not kept, contradictions among them.")
    contradictions: int

    @classmethod
    def of(cls, reliability: Reliability) -> Self:
        return cls.model_validate(reliability)


class LibraryPersonaView(PersonaView):
    """A persona with its place in the library."""

    status: Status = Field(description="retired: kept for history, no longer reused.")
    reliability: ReliabilityView | None = Field(
        description="What its recorded answers come to; null if there are none."
    )
    reason: str = Field(
        description="Why it is in the library.",
        examples=["consistent in 3 simulations: 4 views kept, 0 not (score 0.63)"],
    )
    promoted_at: datetime
    retired_at: datetime | None
    retired_reason: str | None = Field(
        examples=["stances on delivery fees changed from -0.8 to 0.7 between simulations"]
    )
    times_used: int = Field(description="How many groups have reused it.", examples=[2])

    @classmethod
    def of_entry(cls, entry: Entry, url: Callable[[str], str]) -> Self:
        """url: from an object's key to its address."""
        found = entry.persona
        reliability = found.reliability
        return cls.model_validate(
            PersonaView.of(entry.portrayed, url).model_dump()
            | found.model_dump(
                include={"status", "reason", "promoted_at", "retired_at", "retired_reason"}
            )
            | {
                "reliability": ReliabilityView.of(reliability) if reliability else None,
                "times_used": entry.times_used,
            }
        )


class LibraryPage(View):
    items: list[LibraryPersonaView]
    next_cursor: str | None = Field(
        description="Send it as `cursor` for the next page; null after the last one.",
        examples=["AAABnAY4wYDVjgq1v6hXJpL8S2Jx3gmX"],
    )

    @classmethod
    def of(cls, entries: list[Entry], following: Cursor | None, url: Callable[[str], str]) -> Self:
        items = [LibraryPersonaView.of_entry(entry, url) for entry in entries]
        return cls(items=items, next_cursor=str(following) if following else None)


class UseView(View):
    """A group that has this individual."""

    project_id: UUID
    project_name: str | None = Field(
        description="null: the project is deleted.", examples=["GCash adoption study"]
    )
    group_id: UUID
    group_name: str | None = Field(description="null: the group is deleted.")
    persona_id: UUID = Field(description="Its id in that group.")
    origin: bool = Field(description="Whether it was first made there.")
    used_at: datetime = Field(description="When it was made, or reused.")

    @classmethod
    def of(cls, use: Use) -> Self:
        return cls.model_validate(use)


class Accepted(View):
    accepted: int = Field(description="How many answers were taken.", examples=[1])
