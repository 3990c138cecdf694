"""One screen: which endpoints exist.

GET    /                                                    -> /docs
GET    /health/live, /health/ready, /metrics

POST, GET                /api/v1/projects
GET, DELETE              /api/v1/projects/{project_id}            ProjectDeleted, GroupDeleted
POST                     .../{project_id}/persona-groups/parse-prompt
GET, POST                .../{project_id}/persona-groups          GroupCreated
GET, PATCH, DELETE       .../persona-groups/{group_id}            GroupUpdated, GroupDeleted
POST                     .../persona-groups/{group_id}/generate   GenerationRequested
GET, DELETE              .../{group_id}/personas                  PersonaDeleted
GET, DELETE              .../{group_id}/personas/{persona_id}     PersonaDeleted
POST                     .../personas/{persona_id}/avatar         AvatarRequested
GET                      .../{group_id}/personas/{persona_id}/system-prompt

POST                     .../{group_id}/personas/{persona_id}/promote  PersonaPromoted
POST                     .../{project_id}/simulation-responses    SimulationResponded

GET                      /api/v1/library/personas[/{persona_id}[/projects]]
POST                     /api/v1/library/personas/{persona_id}/retire  PersonaRetired

GET                      /api/v1/markets[/{code}]
GET                      .../{code}/snapshot
GET                      .../{code}/snapshots[/{version}]
POST                     .../{code}/refresh                       SnapshotRequested

GET, POST                /api/projects/{projectId}/personas
POST                     .../{projectId}/personas/import
GET, PUT, DELETE         .../{projectId}/personas/{id}
GET                      .../{projectId}/personas/{id}/headers
POST                     .../{projectId}/personas/{id}/generate-image  PromptPortraitRequested
POST                     .../{projectId}/images
GET                      .../{projectId}/images/{imageId}
GET, PUT                 .../{projectId}/settings
"""

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from api_gateway.api import (
    generation,
    groups,
    images,
    library,
    markets,
    personas,
    portraits,
    project_settings,
    projects,
    prompt,
    prompt_personas,
    simulations,
    system_prompts,
)
from api_gateway.api.dependencies import bearer_token, wait_until_prepared
from api_gateway.api.documentation import responses

root = APIRouter(include_in_schema=False)
api = APIRouter(
    prefix="/api/v1",
    dependencies=[Depends(bearer_token), Depends(wait_until_prepared)],
    responses=responses(401, 503),
)
for resource in (
    projects,
    prompt,
    groups,
    generation,
    personas,
    system_prompts,
    library,
    simulations,
    markets,
):
    api.include_router(resource.router)
# Personas for testing chat agents speak a dialect of their own: see `web.prompt_persona_route`.
prompt_personas_api = APIRouter(
    prefix="/api",
    dependencies=[Depends(bearer_token), Depends(wait_until_prepared)],
    responses=responses(401, 503),
)
for dialect in (prompt_personas, portraits, images, project_settings):
    prompt_personas_api.include_router(dialect.router)
prompt_personas_api.include_router(system_prompts.imports)


@root.get("/")
async def documentation() -> RedirectResponse:
    return RedirectResponse("/docs")
