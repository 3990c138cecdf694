"""/api/v1/projects/{project_id}/persona-groups/parse-prompt"""

from fastapi import APIRouter

from api_gateway.api.bodies import Prompt
from api_gateway.api.dependencies import Services, WhereProject
from api_gateway.api.documentation import responses
from api_gateway.domain.prompt import ParsedPrompt

router = APIRouter(prefix="/projects/{project_id}/persona-groups", tags=["Persona groups"])


@router.post("/parse-prompt", response_model_exclude_none=True, responses=responses(404, 413, 422))
async def parse_prompt(where: WhereProject, body: Prompt, services: Services) -> ParsedPrompt:
    """Turn a description into fields to review and send to create a group. Creates nothing.

    What the description does not say is left out.
    """
    await services.stores.projects.get(where)
    return await services.prompts.read(body.prompt, where.project_id)
