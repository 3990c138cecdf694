"""/api/projects/{projectId}/settings"""

from typing import Annotated, Any, Self

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from pydantic.alias_generators import to_camel

from api_gateway.api.dependencies import AtProject, Services
from api_gateway.api.documentation import refusals
from api_gateway.api.prompt_persona_bodies import CamelBody, Headers, ImageId
from api_gateway.domain.project_settings import (
    IMAGE_MODEL,
    MAX_API_KEY,
    MAX_MODEL,
    MAX_STYLE_IMAGES,
    ProjectSettings,
    ProviderKind,
)
from api_gateway.domain.text import one_line
from api_gateway.web.prompt_persona_route import PromptPersonaRoute

router = APIRouter(
    prefix="/projects/{projectId}/settings",
    tags=["Prompt personas"],
    route_class=PromptPersonaRoute,
)


def _usable(key: SecretStr) -> SecretStr:
    secret = key.get_secret_value()
    if not (1 <= len(secret) <= MAX_API_KEY and secret.isascii() and secret.isprintable()):
        raise ValueError(f"must be 1 to {MAX_API_KEY} printable ASCII characters")
    return key


class ProviderBody(CamelBody):
    kind: ProviderKind = Field(examples=["openai"])
    model: (
        Annotated[
            str,
            StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_MODEL),
            AfterValidator(one_line),
        ]
        | None
    ) = Field(
        default=None,
        description=f"One that draws (gpt-image-..., dall-e-...) draws portraits; in place of any "
        f"other, or none, {IMAGE_MODEL} does.",
    )
    api_key: Annotated[SecretStr, AfterValidator(_usable)] | None = Field(
        default=None,
        description="Write-only, encrypted at rest. Required for openai; if absent, the stored one "
        "is kept as long as kind is the same.",
    )


class SettingsBody(CamelBody):
    """Only fields that are sent are changed; null clears one."""

    llm_provider: ProviderBody | None = None
    style_reference_images: Annotated[list[ImageId], Field(max_length=MAX_STYLE_IMAGES)] | None = (
        Field(default=None, description="IDs of images of this project, to draw portraits like.")
    )
    connector_headers: Headers | None = Field(
        default=None,
        description="HTTP headers for every persona. Write-only: answers show their names.",
    )

    def changes(self) -> dict[str, Any]:
        """What was sent. The key is still a SecretStr."""
        return self.model_dump(exclude_unset=True)


class CamelView(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, from_attributes=True)


class ProviderView(CamelView):
    kind: ProviderKind
    model: str | None = None
    has_api_key: bool


class SettingsView(CamelView):
    """llmProvider is left out until there is one."""

    llm_provider: ProviderView | None = None
    style_reference_images: list[str]
    connector_headers: list[str] = Field(description="Their names.")

    @classmethod
    def of(cls, settings: ProjectSettings) -> Self:
        return cls.model_validate(settings)


@router.get("", response_model_exclude_none=True, responses=refusals({404: "Project not found"}))
async def get_settings(where: AtProject, services: Services) -> SettingsView:
    """Get a project's settings, without its secrets."""
    await services.stores.projects.get(where)
    return SettingsView.of(await services.stores.project_settings.get(where))


@router.put(
    "",
    response_model_exclude_none=True,
    responses=refusals(
        {400: "A field is malformed: `errors` names each.", 404: "Project not found"}
    ),
)
async def update_settings(where: AtProject, body: SettingsBody, services: Services) -> SettingsView:
    """Change a project's settings: what is not sent stays as it is."""
    return SettingsView.of(await services.handlers.project_settings.change(where, body.changes()))
