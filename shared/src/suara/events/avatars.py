"""Topic `avatars`, keyed by persona: portraits."""

from typing import ClassVar, Literal

from suara.events.base import PersonaScoped
from suara.personas import Cast

AvatarSource = Literal["local", "openai"]


class AvatarEvent(PersonaScoped):
    topic: ClassVar[str] = "avatars"


class AvatarRequested(AvatarEvent):
    """Draw this person's portrait again."""

    type: ClassVar[str] = "suara.avatar.requested.v1"
    cast: Cast


class AvatarRendered(AvatarEvent):
    """A portrait is stored. Keys are relative to the bucket.

    avatar_source: who drew it, the built-in artist or an image model; None in older events.
    """

    type: ClassVar[str] = "suara.avatar.rendered.v1"
    avatar_url: str
    image_key: str
    thumbnail_key: str
    avatar_source: AvatarSource | None = None


class AvatarFailed(AvatarEvent):
    """No portrait could be made. The persona stands without one."""

    type: ClassVar[str] = "suara.avatar.failed.v1"
    reason: str
