"""/api/projects/{projectId}/personas/{id}/generate-image"""

from fastapi import APIRouter

from api_gateway.api.dependencies import AtProject, PromptPersonaId, Services, Trace
from api_gateway.api.documentation import refusals
from api_gateway.api.prompt_persona_bodies import PromptPersonaView
from api_gateway.web.prompt_persona_route import PromptPersonaRoute

router = APIRouter(
    prefix="/projects/{projectId}/personas",
    tags=["Prompt personas"],
    route_class=PromptPersonaRoute,
)

_REFUSALS = {
    400: "Persona has no system prompt, No LLM provider configured, or LLM provider is not OpenAI",
    404: "Persona not found",
    409: "A portrait of this persona is being made already.",
    502: "The project's provider refused or failed: the detail says why.",
    504: "The portrait was not ready in time: ask again.",
}


@router.post(
    "/{id}/generate-image", response_model_exclude_none=True, responses=refusals(_REFUSALS)
)
async def generate_image(
    where: AtProject, persona_id: PromptPersonaId, services: Services, trace: Trace
) -> PromptPersonaView:
    """Have a portrait drawn of the person that the system prompt describes, and wait for it.

    With the OpenAI key of the project's settings, and like its style reference images if it has
    any. May take more than a minute. A client that hangs up misses the answer only.
    """
    return PromptPersonaView.of(
        await services.handlers.portraits.generate(where, persona_id, trace)
    )
