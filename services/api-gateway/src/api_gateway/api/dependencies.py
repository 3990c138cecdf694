"""What endpoints ask for: who is asking, about what, and the means to answer."""

import asyncio
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.security import HTTPBearer

from api_gateway.domain.scope import InGroup, InProject
from api_gateway.gateway import Gateway
from suara.errors import OutageError
from suara.telemetry.tracing import traceparent

_PREPARATION_SECONDS = 5.0

# For the documentation only: `web.authentication` does the work.
bearer_token = HTTPBearer(bearerFormat="JWT", auto_error=False, description="`suara token`")


def _gateway(request: Request) -> Gateway:
    return cast(Gateway, request.app.state.gateway)


def _company(request: Request) -> UUID:
    return cast(UUID, request.state.company_id)


async def _trace() -> str | None:
    """What events of this request belong to: see `web.request_context`."""
    return traceparent()


async def wait_until_prepared(request: Request) -> None:
    """Hold requests back for a moment at start. Raises OutageError if that takes too long.

    A first insert beside the creation of an index of the same collection is a collision that
    not every server survives: SecantusDB 0.7 hangs.
    """
    try:
        async with asyncio.timeout(_PREPARATION_SECONDS):
            await _gateway(request).prepared.wait()
    except TimeoutError as error:
        raise OutageError("MongoDB is not prepared yet") from error


CompanyId = Annotated[UUID, Depends(_company)]
ProjectId = Annotated[UUID, Path(description="UUID of the parent project.")]
PromptPersonaId = Annotated[UUID, Path(alias="id", description="UUID of the persona.")]
GroupId = Annotated[UUID, Path(description="UUID of the persona group.")]
PersonaId = Annotated[UUID, Path(description="UUID of the persona.")]


def _in_project(company_id: CompanyId, project_id: ProjectId) -> InProject:
    return InProject(company_id, project_id)


def _at_project(
    company_id: CompanyId,
    project_id: Annotated[UUID, Path(alias="projectId", description="UUID of the project.")],
) -> InProject:
    return InProject(company_id, project_id)


def _in_group(company_id: CompanyId, project_id: ProjectId, group_id: GroupId) -> InGroup:
    return InGroup(company_id, project_id, group_id)


Services = Annotated[Gateway, Depends(_gateway)]
Trace = Annotated[str | None, Depends(_trace)]
WhereProject = Annotated[InProject, Depends(_in_project)]
AtProject = Annotated[InProject, Depends(_at_project)]
WhereGroup = Annotated[InGroup, Depends(_in_group)]
