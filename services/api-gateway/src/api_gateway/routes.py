"""One screen: which endpoints exist.

GET    /                                                    -> /docs
GET    /health/live, /health/ready

POST, GET                /api/v1/projects
GET, DELETE              /api/v1/projects/{project_id}
POST                     .../{project_id}/persona-groups/parse-prompt
GET, POST                .../{project_id}/persona-groups          GroupCreated
GET, PATCH, DELETE       .../persona-groups/{group_id}            GroupUpdated, GroupDeleted
POST                     .../persona-groups/{group_id}/generate   GenerationRequested
GET, DELETE              .../{group_id}/personas                  PersonaDeleted
GET, DELETE              .../{group_id}/personas/{persona_id}     PersonaDeleted

POST                     .../{group_id}/personas/{persona_id}/promote  PersonaPromoted
POST                     .../{project_id}/simulation-responses    SimulationResponded

GET                      /api/v1/library/personas[/{persona_id}[/projects]]
POST                     /api/v1/library/personas/{persona_id}/retire  PersonaRetired

GET                      /api/v1/markets[/{code}]
GET                      .../{code}/snapshot
GET                      .../{code}/snapshots[/{version}]
POST                     .../{code}/refresh                       SnapshotRequested
"""

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from api_gateway.api import (
    generation,
    groups,
    library,
    markets,
    personas,
    projects,
    prompt,
    simulations,
)
from api_gateway.api.dependencies import bearer_token, wait_until_prepared
from api_gateway.api.documentation import responses

root = APIRouter(include_in_schema=False)
api = APIRouter(
    prefix="/api/v1",
    dependencies=[Depends(bearer_token), Depends(wait_until_prepared)],
    responses=responses(401, 503),
)
for resource in (projects, prompt, groups, generation, personas, library, simulations, markets):
    api.include_router(resource.router)


@root.get("/")
async def documentation() -> RedirectResponse:
    return RedirectResponse("/docs")
