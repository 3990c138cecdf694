"""/api/projects/{projectId}/personas"""

from fastapi import APIRouter, Response

from api_gateway.api.dependencies import AtProject, PromptPersonaId, Services
from api_gateway.api.documentation import refusals
from api_gateway.api.prompt_persona_bodies import (
    NewPromptPersona,
    PromptPersonaChanges,
    PromptPersonaView,
)
from api_gateway.domain.headers import merged
from api_gateway.web.prompt_persona_route import PromptPersonaRoute

NO_PROJECT = {404: "Project not found"}
NO_PERSONA = {404: "Persona not found"}
_TAKEN = {409: "Persona with name already exists", 413: "The body has more than 1 MiB."}

router = APIRouter(
    prefix="/projects/{projectId}/personas",
    tags=["Prompt personas"],
    route_class=PromptPersonaRoute,
)


@router.get("", response_model_exclude_none=True, responses=refusals(NO_PROJECT))
async def list_prompt_personas(where: AtProject, services: Services) -> list[PromptPersonaView]:
    """List all personas, oldest first."""
    await services.stores.projects.get(where)
    return [
        PromptPersonaView.of(one) for one in await services.stores.prompt_personas.in_project(where)
    ]


@router.post(
    "",
    status_code=201,
    response_model_exclude_none=True,
    responses=refusals({400: "Name is required", **NO_PROJECT, **_TAKEN}),
)
async def create_prompt_persona(
    where: AtProject, body: NewPromptPersona, services: Services
) -> PromptPersonaView:
    """Create a new persona: a description and a system prompt for test scenarios."""
    fields = body.model_dump(exclude={"headers"})
    created = await services.handlers.prompt_personas.create(where, fields, body.headers)
    return PromptPersonaView.of(created)


@router.get("/{id}", response_model_exclude_none=True, responses=refusals(NO_PERSONA))
async def get_prompt_persona(
    where: AtProject, persona_id: PromptPersonaId, services: Services
) -> PromptPersonaView:
    """Get a persona by its ID."""
    await services.stores.projects.get(where)
    return PromptPersonaView.of(await services.stores.prompt_personas.get(where, persona_id))


@router.put(
    "/{id}",
    response_model_exclude_none=True,
    responses=refusals({400: "A field is malformed: `errors` names each.", **NO_PERSONA, **_TAKEN}),
)
async def update_prompt_persona(
    where: AtProject, persona_id: PromptPersonaId, body: PromptPersonaChanges, services: Services
) -> PromptPersonaView:
    """Update an existing persona: what is not sent stays as it is."""
    changed = await services.handlers.prompt_personas.change(where, persona_id, body.changes())
    return PromptPersonaView.of(changed)


@router.delete("/{id}", status_code=204, responses=refusals(NO_PERSONA))
async def delete_prompt_persona(
    where: AtProject, persona_id: PromptPersonaId, services: Services
) -> None:
    """Delete a persona, and the portrait that was made for it."""
    await services.handlers.prompt_personas.delete(where, persona_id)


@router.get("/{id}/headers", responses=refusals(NO_PERSONA))
async def get_prompt_persona_headers(
    where: AtProject, persona_id: PromptPersonaId, services: Services, response: Response
) -> dict[str, str]:
    """The HTTP headers to send as this persona: the connector's, with its own over them."""
    await services.stores.projects.get(where)
    own = await services.stores.prompt_personas.headers(where, persona_id)
    response.headers["Cache-Control"] = "no-store"
    return merged(await services.stores.project_settings.connector_headers(where), own)
