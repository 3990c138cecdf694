"""What clients send to the library, and of simulations."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag

from api_gateway.api.bodies import Body, Text
from api_gateway.domain.scope import InProject
from api_gateway.domain.text import one_line, prose
from suara.events import SimulationResponded

MAX_RESPONSES = 100
_MAX_REASON, _MAX_QUESTION, _MAX_ANSWER = 500, 1_000, 4_000

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_MAX_REASON),
    AfterValidator(one_line),
]


class WhyPromote(Body):
    reason: Reason = Field(examples=["Answers like our panel in the GCash study"])


class WhyRetire(Body):
    reason: Reason | None = Field(default=None, examples=["Its market has changed"])


class SimulationResponse(Body):
    """What a persona answered to one question of a simulation."""

    persona_id: UUID
    simulation_id: UUID = Field(description="The run: answers of one run are not compared.")
    question: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=_MAX_QUESTION),
        AfterValidator(prose),
    ] = Field(examples=["Would you pay 49 pesos for delivery within the hour?"])
    topic: Text = Field(
        description="What the stance is about, in the same words in every simulation.",
        examples=["delivery fees"],
    )
    answer: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=_MAX_ANSWER),
        AfterValidator(prose),
    ] = Field(examples=["Siguro, kung may libreng delivery."])
    # Strict: neither "0.5" nor true is a stance.
    stance: Annotated[float, Field(strict=True, ge=-1, le=1, allow_inf_nan=False)] | None = Field(
        default=None, description="-1 against the topic, 1 in favour.", examples=[-0.5]
    )

    def event(self, where: InProject) -> SimulationResponded:
        return SimulationResponded(
            company_id=where.company_id,
            project_id=where.project_id,
            persona_id=self.persona_id,
            simulation_id=self.simulation_id,
            question=self.question,
            subject=self.topic,
            answer=self.answer,
            stance=self.stance,
        )


class SimulationResponseList(Body):
    responses: Annotated[list[SimulationResponse], Field(min_length=1, max_length=MAX_RESPONSES)]


#: Names that no field can have: `web.validation` leaves them out of a fault's path.
ONE, SEVERAL = "(one)", "(several)"


def _which(body: Any) -> str:
    return SEVERAL if isinstance(body, dict) and "responses" in body else ONE


AnyResponses = Annotated[
    Annotated[SimulationResponse, Tag(ONE)] | Annotated[SimulationResponseList, Tag(SEVERAL)],
    Discriminator(_which),
]
