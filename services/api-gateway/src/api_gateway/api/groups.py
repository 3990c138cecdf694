"""/api/v1/projects/{project_id}/persona-groups"""

from collections.abc import Sequence

from fastapi import APIRouter

from api_gateway.api.bodies import GroupChanges, NewGroup
from api_gateway.api.dependencies import Services, Trace, WhereGroup, WhereProject
from api_gateway.api.documentation import responses
from api_gateway.api.views import GroupView
from api_gateway.domain.groups import Group

router = APIRouter(prefix="/projects/{project_id}/persona-groups", tags=["Persona groups"])


@router.get("", responses=responses(404, 422))
async def list_groups(where: WhereProject, services: Services) -> list[GroupView]:
    """List a project's persona groups with their generation status, oldest first."""
    await services.stores.projects.get(where)
    return await views(await services.stores.groups.in_project(where), services)


@router.post("", status_code=201, responses=responses(404, 413, 422))
async def create_group(
    where: WhereProject, body: NewGroup, services: Services, trace: Trace
) -> GroupView:
    """Create a persona group. Its market's signals are refreshed in the background."""
    return await view(
        await services.handlers.groups.create(where, body.model_dump(), trace), services
    )


@router.get("/{group_id}", responses=responses(404, 422))
async def get_group(where: WhereGroup, services: Services) -> GroupView:
    """Get a persona group. Poll this after calling generate."""
    return await view(await services.stores.groups.get(where), services)


@router.patch("/{group_id}", responses=responses(404, 413, 422))
async def update_group(
    where: WhereGroup, body: GroupChanges, services: Services, trace: Trace
) -> GroupView:
    """Change fields of a group's definition. Personas stay as they are until you generate."""
    changes = body.model_dump(exclude_unset=True)
    return await view(await services.handlers.groups.update(where, changes, trace), services)


@router.delete("/{group_id}", status_code=204, responses=responses(404, 422))
async def delete_group(where: WhereGroup, services: Services, trace: Trace) -> None:
    """Delete a group and all its personas, at any time. This cannot be undone."""
    await services.handlers.groups.delete(where, trace)


async def views(groups: Sequence[Group], services: Services) -> list[GroupView]:
    """The groups with what their personas cost."""
    usage = await services.stores.personas.usage([group.id for group in groups])
    return [GroupView.of(group, usage[group.id]) for group in groups]


async def view(group: Group, services: Services) -> GroupView:
    [shown] = await views([group], services)
    return shown
