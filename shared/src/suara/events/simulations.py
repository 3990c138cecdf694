"""Topic `simulations`, keyed by persona: what personas answered in other services."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from suara.events.base import Event


class SimulationResponded(Event):
    """A persona answered a question of a simulation. stance: -1 against, 1 in favour."""

    type: ClassVar[str] = "suara.simulation.responded.v1"
    topic: ClassVar[str] = "simulations"

    company_id: UUID
    project_id: UUID
    persona_id: UUID
    simulation_id: UUID
    question: str
    subject: str
    answer: str
    stance: Annotated[float, Field(ge=-1, le=1)] | None = None

    @property
    def key(self) -> str:
        return str(self.persona_id)
