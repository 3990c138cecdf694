"""/api/v1/projects/{project_id}/persona-groups/{group_id}/generate"""

from fastapi import APIRouter

from api_gateway.api.dependencies import Services, Trace, WhereGroup
from api_gateway.api.documentation import responses
from api_gateway.api.groups import view
from api_gateway.api.views import GroupView

router = APIRouter(
    prefix="/projects/{project_id}/persona-groups/{group_id}", tags=["Persona groups"]
)


@router.post("/generate", status_code=202, responses=responses(404, 409, 422))
async def generate(where: WhereGroup, services: Services, trace: Trace) -> GroupView:
    """Start making personas in the background; poll the group for its generation_status.

    After a complete generation this adds persona_count more. After a failed one it makes those
    that are missing. While one is queued or going on it answers 409.
    """
    return await view(await services.handlers.groups.generate(where, trace), services)
