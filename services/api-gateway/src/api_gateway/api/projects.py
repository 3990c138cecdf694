"""/api/v1/projects"""

from uuid import uuid4

from fastapi import APIRouter

from api_gateway.api.bodies import NewProject
from api_gateway.api.dependencies import CompanyId, Services, Trace, WhereProject
from api_gateway.api.documentation import responses
from api_gateway.api.views import ProjectView
from api_gateway.domain.groups import now
from api_gateway.domain.projects import Project

router = APIRouter(prefix="/projects", tags=["Projects"])


@router.post("", status_code=201, responses=responses(413, 422))
async def create_project(company: CompanyId, body: NewProject, services: Services) -> ProjectView:
    """Create a project: a room for persona groups, seen by your company only."""
    project = Project.model_validate(
        {"_id": uuid4(), "company_id": company, "created_at": now(), **body.model_dump()}
    )
    await services.stores.projects.add(project)
    return ProjectView.of(project)


@router.get("")
async def list_projects(company: CompanyId, services: Services) -> list[ProjectView]:
    """List your company's projects, oldest first."""
    return [
        ProjectView.of(project) for project in await services.stores.projects.of_company(company)
    ]


@router.get("/{project_id}", responses=responses(404, 422))
async def get_project(where: WhereProject, services: Services) -> ProjectView:
    """Get a project."""
    return ProjectView.of(await services.stores.projects.get(where))


@router.delete("/{project_id}", status_code=204, responses=responses(404, 422))
async def delete_project(where: WhereProject, services: Services, trace: Trace) -> None:
    """Delete a project with all its groups and personas. This cannot be undone."""
    await services.handlers.projects.delete(where, trace)
