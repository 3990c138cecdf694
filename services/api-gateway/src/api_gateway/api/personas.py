"""/api/v1/projects/{project_id}/persona-groups/{group_id}/personas"""

from fastapi import APIRouter

from api_gateway.api.dependencies import PersonaId, Services, Trace, WhereGroup
from api_gateway.api.documentation import responses
from api_gateway.api.views import PersonaView

router = APIRouter(
    prefix="/projects/{project_id}/persona-groups/{group_id}/personas", tags=["Personas"]
)


@router.get("", responses=responses(404, 422))
async def list_personas(where: WhereGroup, services: Services) -> list[PersonaView]:
    """List the personas of a group that are written, in the order of their making."""
    await services.stores.groups.get(where)
    personas = await services.stores.personas.in_group(where)
    return [PersonaView.of(persona, services.stores.objects.url) for persona in personas]


@router.get("/{persona_id}", responses=responses(404, 422))
async def get_persona(where: WhereGroup, persona_id: PersonaId, services: Services) -> PersonaView:
    """Get a persona."""
    return PersonaView.of(
        await services.stores.personas.get(where, persona_id), services.stores.objects.url
    )


@router.post("/{persona_id}/avatar", status_code=202, responses=responses(404, 409, 422))
async def redraw_avatar(
    where: WhereGroup, persona_id: PersonaId, services: Services, trace: Trace
) -> PersonaView:
    """Have another portrait drawn in the background; poll the persona for its avatar_status.

    The same person, looking different. 409 while one is being drawn, and for a persona reused from
    the library, whose portrait belongs to the library persona.
    """
    redrawn = await services.handlers.avatars.redraw(where, persona_id, trace)
    return PersonaView.of(redrawn, services.stores.objects.url)


@router.delete("", status_code=204, responses=responses(404, 409, 422))
async def delete_personas(where: WhereGroup, services: Services, trace: Trace) -> None:
    """Delete all personas of a group, for example to start over. 409 during a generation."""
    await services.handlers.personas.delete(where, None, trace)


@router.delete("/{persona_id}", status_code=204, responses=responses(404, 409, 422))
async def delete_persona(
    where: WhereGroup, persona_id: PersonaId, services: Services, trace: Trace
) -> None:
    """Delete a persona. 409 during a generation."""
    await services.handlers.personas.delete(where, persona_id, trace)
