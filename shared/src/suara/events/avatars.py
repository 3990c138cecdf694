"""Topic `avatars`, keyed by persona: portraits of generated personas, and of prompt personas."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from suara.events.base import Event, PersonaScoped
from suara.personas import Cast

AvatarSource = Literal["local", "openai"]


class AvatarEvent(PersonaScoped):
    topic: ClassVar[str] = "avatars"


class AvatarRequested(AvatarEvent):
    """Draw this person's portrait again.

    variation: 0 was the first portrait, 1 the second ...; each differs from the others.
    """

    type: ClassVar[str] = "suara.avatar.requested.v1"
    cast: Cast
    variation: int


class AvatarRendered(AvatarEvent):
    """A portrait is stored. Keys are relative to the bucket.

    avatar_url: of the original. If the store wants signed URLs it holds for a limited time only.
    webp_keys: width in pixels -> key; the thumbnail is the smallest. Empty in older events.
    avatar_source: who drew it, the built-in artist or an image model; None in older events.
    """

    type: ClassVar[str] = "suara.avatar.rendered.v1"
    avatar_url: str
    image_key: str
    thumbnail_key: str
    webp_keys: dict[str, str] = Field(default_factory=dict)
    avatar_source: AvatarSource | None = None


class AvatarFailed(AvatarEvent):
    """No portrait could be made. The persona keeps the one before it, if there is one.

    variation: as requested, 0 for the first portrait.
    """

    type: ClassVar[str] = "suara.avatar.failed.v1"
    reason: str
    variation: int = 0


class PromptPortraitEvent(Event):
    """About the portrait of a prompt persona, which belongs to a project and to no group."""

    topic: ClassVar[str] = "avatars"

    company_id: UUID
    project_id: UUID
    persona_id: UUID
    request_id: UUID

    @property
    def key(self) -> str:
        return str(self.persona_id)


class PromptPortraitRequested(PromptPortraitEvent):
    """Somebody waits for a portrait of the person that a system prompt describes.

    model: of the project's provider, whose key is not in here. style_images: ids of images of the
    project, to be drawn like. expires_at: nobody waits any longer then.
    """

    type: ClassVar[str] = "suara.promptportrait.requested.v1"
    system_prompt: str
    model: str
    style_images: tuple[str, ...] = ()
    expires_at: datetime


class PromptPortraitRendered(PromptPortraitEvent):
    """It is stored as an image of the project, and the persona's own by now."""

    type: ClassVar[str] = "suara.promptportrait.rendered.v1"
    image_id: str


class PromptPortraitFailed(PromptPortraitEvent):
    """There is none. `reason` is fit for a user's eyes."""

    type: ClassVar[str] = "suara.promptportrait.failed.v1"
    reason: str
