"""What endpoints ask for: who is asking, about what, and the means to answer."""

import asyncio
import re
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.security import HTTPBearer

from api_gateway.domain.scope import InGroup, InProject
from api_gateway.gateway import Gateway
from suara.errors import OutageError

_PREPARATION_SECONDS = 5.0
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

# For the documentation only: `web.authentication` does the work.
bearer_token = HTTPBearer(bearerFormat="JWT", auto_error=False, description="`suara token`")


def _gateway(request: Request) -> Gateway:
    return cast(Gateway, request.app.state.gateway)


def _company(request: Request) -> UUID:
    return cast(UUID, request.state.company_id)


def _trace(request: Request) -> str | None:
    """The caller's trace context (W3C), if it sent a well-formed one."""
    traceparent = request.headers.get("traceparent", "")
    return traceparent if _TRACEPARENT.fullmatch(traceparent) else None


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
