"""What clients send to and receive from the API of prompt personas."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel

from api_gateway.api.bodies import Text
from api_gateway.domain import headers as header_rules
from api_gateway.domain.fields import MAX_DESCRIPTION, MAX_SYSTEM_PROMPT
from api_gateway.domain.prompt_personas import PromptPersona
from api_gateway.domain.text import prose

_NAME, _DESCRIPTION = "impatient-user", "A user who wants quick answers"
_PROMPT = "You are an impatient user who values brevity and expects quick, concise responses."
_READ_ONLY = ("id", "createdAt", "updatedAt")
_EXAMPLE = {"name": _NAME, "description": _DESCRIPTION, "systemPrompt": _PROMPT}

Description = Annotated[str, StringConstraints(max_length=MAX_DESCRIPTION), AfterValidator(prose)]
SystemPrompt = Annotated[
    str, StringConstraints(max_length=MAX_SYSTEM_PROMPT), AfterValidator(prose)
]
ImageId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Headers = Annotated[
    dict[str, str],
    AfterValidator(header_rules.checked),
    Field(description="Never shown in answers. Encrypted at rest."),
]
Time = Annotated[
    datetime,
    PlainSerializer(
        lambda time: f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z", return_type=str
    ),
]


class CamelBody(BaseModel):
    """A misspelt field is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class NewPromptPersona(CamelBody):
    model_config = ConfigDict(
        json_schema_extra={"examples": [_EXAMPLE | {"headers": {"X-User-Language": "en"}}]}
    )

    name: Text = Field(description="Persona name, unique in the project.")
    description: Description | None = Field(
        default=None, description="Short description of the persona."
    )
    system_prompt: SystemPrompt | None = Field(
        default=None, description="Full description / system prompt for this persona."
    )
    headers: Headers | None = Field(
        default=None,
        description="HTTP headers merged with connector headers (persona headers take "
        "precedence). Never shown in answers.",
    )


class PromptPersonaChanges(NewPromptPersona):
    """Only fields that are sent are changed; null clears one, except name.

    id, createdAt and updatedAt are ignored, so that an answer can be changed and sent back.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "systemPrompt": "You are a technical user who expects detailed, "
                    "accurate responses."
                }
            ]
        }
    )

    # The factory keeps a default, which is never used, out of the documentation.
    name: Text = Field(default_factory=str, description="New persona name.")
    image_url: ImageId | None = Field(
        default=None, description="Image ID referencing a stored image of the project."
    )

    @model_validator(mode="before")
    @classmethod
    def _without_read_only_fields(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        return {name: value for name, value in sent.items() if name not in _READ_ONLY}

    def changes(self) -> dict[str, Any]:
        """Those that were sent, by their names in the domain."""
        sent = self.model_dump(exclude_unset=True)
        if "image_url" in sent:
            sent["image_id"] = sent.pop("image_url")
        return sent


class PromptPersonaView(BaseModel):
    """Fields that are not set are left out."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "987fcdeb-51a2-3bc4-d567-890123456789",
                    **_EXAMPLE,
                    "createdAt": "2026-01-28T10:00:00.000Z",
                    "updatedAt": "2026-01-28T10:00:00.000Z",
                }
            ]
        },
    )

    id: UUID
    name: str
    description: str | None = None
    system_prompt: str | None = None
    image_url: str | None = Field(default=None, description="ID of an image of the project.")
    created_at: Time
    updated_at: Time

    @classmethod
    def of(cls, persona: PromptPersona) -> Self:
        return cls.model_validate({**persona.model_dump(), "image_url": persona.image_id})
