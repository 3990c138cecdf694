"""/api/v1/.../personas/{persona_id}/system-prompt, and what is made of it below /api/projects"""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api_gateway.api.dependencies import AtProject, PersonaId, Services, WhereGroup
from api_gateway.api.documentation import refusals, responses
from api_gateway.api.prompt_persona_bodies import CamelBody, PromptPersonaView
from api_gateway.domain.system_prompt import MAX_CHARACTERS, system_prompt
from api_gateway.web.prompt_persona_route import PromptPersonaRoute

_MOST_AT_ONCE = 100

router = APIRouter(
    prefix="/projects/{project_id}/persona-groups/{group_id}/personas", tags=["Personas"]
)
imports = APIRouter(
    prefix="/projects/{projectId}/personas",
    tags=["Prompt personas"],
    route_class=PromptPersonaRoute,
)


class SystemPromptView(BaseModel):
    system_prompt: str = Field(
        description=f"Fewer than {MAX_CHARACTERS:,} characters, the same each time.",
        examples=["You are Maria Santos, 29, from Manila, Philippines. You are chatting with ..."],
    )


class Import(CamelBody):
    group_id: UUID
    persona_ids: Annotated[list[UUID], Field(min_length=1, max_length=_MOST_AT_ONCE)] | None = (
        Field(default=None, description="Of the group; all of them if absent.")
    )


@router.get("/{persona_id}/system-prompt", responses=responses(404, 422))
async def get_system_prompt(
    where: WhereGroup, persona_id: PersonaId, services: Services
) -> SystemPromptView:
    """Get a persona as a system prompt, for a model that is to play this person in a chat."""
    persona = await services.stores.personas.get(where, persona_id)
    # Data of a market that was never asked for take a second to read: not on the event loop.
    return SystemPromptView(system_prompt=await asyncio.to_thread(system_prompt, persona))


@imports.post(
    "/import",
    status_code=201,
    response_model_exclude_none=True,
    responses=refusals(
        {
            200: "All of them had been imported before; here they are.",
            400: "The group is not finished, or a persona is not of the group.",
            404: "Project not found, or Persona group not found",
        }
    ),
)
async def import_personas(
    where: AtProject, body: Import, services: Services, response: Response
) -> list[PromptPersonaView]:
    """Make prompt personas of a persona group's: name, description, system prompt and portrait.

    None is made twice: 201 lists those made, and 200 all of them if there was nothing to make.
    """
    personas, made = await services.handlers.imports.run(where, body.group_id, body.persona_ids)
    if not made:
        response.status_code = 200
    return [PromptPersonaView.of(persona) for persona in personas]
