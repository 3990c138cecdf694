"""What clients receive."""

from collections.abc import Callable
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api_gateway.domain.avatars import AvatarStatus, PortrayedPersona
from api_gateway.domain.groups import GenerationStatus, Group
from api_gateway.domain.projects import Project
from suara.events import AvatarSource
from suara.llm import Usage
from suara.object_keys import ORIGINAL
from suara.personas import Evidence, IncomeLevel, Provenance, TargetGender

_GROUP_ID = "b2c3d4e5-0000-4000-8000-000000000010"


class View(BaseModel):
    """Read from the attributes of a domain object; what is not declared stays inside."""

    model_config = ConfigDict(from_attributes=True)


class ProjectView(View):
    id: UUID
    name: str = Field(examples=["GCash adoption study"])
    description: str | None
    created_at: datetime

    @classmethod
    def of(cls, project: Project) -> Self:
        return cls.model_validate(project)


class GroupView(View):
    id: UUID = Field(examples=[_GROUP_ID])
    project_id: UUID
    name: str = Field(examples=["Metro Manila Millennials"])
    age_min: int | None = Field(examples=[25])
    age_max: int | None = Field(examples=[35])
    gender: TargetGender | None = Field(examples=["Female"])
    location: str | None = Field(examples=["Manila, Philippines"])
    income_level: IncomeLevel | None = Field(examples=["Middle"])
    occupation: str | None = Field(examples=["Office worker"])
    persona_count: int = Field(examples=[5])
    generation_status: GenerationStatus = Field(
        description="pending: not started, or queued. generating: in progress, see "
        "generation_progress. complete: all personas are ready. failed: some could not be made; "
        "generate again to make those.",
        examples=["generating"],
    )
    generation_progress: str = Field(
        description="A status message for people.",
        examples=["3 of 5 personas written, 1 portrait ready"],
    )
    usage: Usage = Field(
        description="What its personas cost at the models, over all generations; zeros with the "
        "built-in writer and artist. cached_tokens are part of prompt_tokens."
    )
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, group: Group, usage: Usage) -> Self:
        return cls.model_validate(group.model_dump() | {"usage": usage})


class PersonaView(View):
    id: UUID
    full_name: str = Field(examples=["Maria Santos"])
    age: int = Field(description="Age in years.", examples=[29])
    gender: str = Field(examples=["Female"])
    occupation: str
    location: str = Field(description="City and country.", examples=["Manila, Philippines"])
    income_level: IncomeLevel = Field(examples=["Middle"])
    personality_traits: list[str] = Field(description="3-5 personality descriptors.")
    trusted_brands: list[str]
    distrusted_brands: list[str]
    digital_habits: str
    price_sensitivity: str
    psychographic_notes: str
    avatar_url: str | None = Field(description="The portrait; null while or if there is none.")
    avatar_status: AvatarStatus = Field(
        description="pending: it is being drawn, for the first time or anew. ready. failed: it "
        "could not be drawn. The portrait before stays until the next one is ready."
    )
    avatar_source: AvatarSource | None = Field(
        description="Who drew it: the built-in artist (local) or an image model (openai)."
    )
    avatar_urls: dict[str, str] | None = Field(
        description="The portrait as square WebP, by width in pixels.",
        examples=[{"128": "https://...-128.webp", "256": "...", "512": "..."}],
    )
    library_persona_id: UUID | None = Field(
        description="The library persona that was reused; null if generated fresh."
    )
    created_at: datetime
    backstory: str
    values: list[str]
    household: str
    education: str
    language_style: str
    evidence: list[Evidence] = Field(description="Which market signals shaped which field.")
    provenance: Provenance = Field(description="How the persona came to be.")

    @classmethod
    def of(cls, persona: PortrayedPersona, url: Callable[[str], str]) -> Self:
        """url: from an object's key to its address."""
        avatar = persona.avatar
        urls = {size: url(key) for size, key in avatar.keys.items()}
        portrait = {
            "avatar_url": urls.pop(ORIGINAL, avatar.url),
            "avatar_status": avatar.status,
            "avatar_source": avatar.source,
            "avatar_urls": urls or None,
        }
        return cls.model_validate(persona.model_dump() | portrait)
