"""What endpoints ask for: who is asking, about what, and the means to answer."""

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.security import HTTPBearer

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.images import Images
from api_gateway.adapters.library import Library
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.project_settings import SettingsOfProjects
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.prompt_personas import PromptPersonas
from api_gateway.adapters.prompt_reader import PromptReader
from api_gateway.adapters.snapshots import Snapshots
from api_gateway.avatar_handlers import AvatarHandlers
from api_gateway.domain.scope import InGroup, InProject
from api_gateway.handlers import Handlers
from api_gateway.image_handlers import ImageHandlers
from api_gateway.library_handlers import LibraryHandlers
from api_gateway.persona_imports import PersonaImports
from api_gateway.portrait_handlers import PortraitHandlers
from api_gateway.project_settings_handlers import ProjectSettingsHandlers
from api_gateway.prompt_persona_handlers import PromptPersonaHandlers
from suara.encryption import Encryption
from suara.errors import OutageError
from suara.storage import ObjectStore

_PREPARATION_SECONDS = 5.0
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

# For the documentation only: `web.authentication` does the work.
bearer_token = HTTPBearer(bearerFormat="JWT", auto_error=False, description="`suara token`")


@dataclass(frozen=True)
class Gateway:
    """What the endpoints work with: `handlers` to change things, the stores to read.

    prepared: set once the collections and their indexes are there.
    """

    handlers: Handlers
    library_handlers: LibraryHandlers
    library: Library
    projects: Projects
    groups: Groups
    personas: Personas
    snapshots: Snapshots
    prompts: PromptReader
    prompt_personas: PromptPersonas
    prompt_persona_handlers: PromptPersonaHandlers
    persona_imports: PersonaImports
    project_settings: SettingsOfProjects
    project_settings_handlers: ProjectSettingsHandlers
    images: Images
    image_handlers: ImageHandlers
    portrait_handlers: PortraitHandlers
    avatar_handlers: AvatarHandlers
    objects: ObjectStore
    encryption: Encryption
    prepared: asyncio.Event


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
