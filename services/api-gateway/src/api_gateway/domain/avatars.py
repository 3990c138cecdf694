"""The portrait of a generated persona, and when another one may be asked for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from api_gateway.domain.errors import ConflictError
from suara.events import AvatarSource
from suara.personas import Frozen, Persona

AvatarStatus = Literal["pending", "ready", "failed"]

# A request that was not answered by then is lost, and must not stand in the way for ever.
PATIENCE = timedelta(minutes=10)


class Avatar(Frozen):
    """What there is of a portrait; while another is pending, the one before.

    keys: see suara.object_keys.portrait; empty where only an address is known. variation: of the
    last request, 0 for the first portrait. requested_at: None for the first one.
    """

    status: AvatarStatus
    source: AvatarSource | None = None
    keys: Mapping[str, str] = Field(default_factory=dict)
    url: str | None = None
    variation: int = 0
    requested_at: datetime | None = None


class PortrayedPersona(Persona):
    """A finished persona with its portrait."""

    avatar: Avatar


def another(persona: PortrayedPersona, at: datetime) -> Avatar:
    """The portrait while the next one is drawn.

    Raises:
        ConflictError: it belongs to a library persona, or one is being drawn.
    """
    if persona.library_persona_id is not None:
        raise ConflictError(
            "This portrait belongs to the library persona that was reused here, "
            "so it cannot be drawn again for this group."
        )
    avatar = persona.avatar
    asked_at = avatar.requested_at or persona.created_at
    if avatar.status == "pending" and at - asked_at < PATIENCE:
        raise ConflictError(
            "The portrait of this persona is being drawn already. "
            "Wait until avatar_status is ready or failed."
        )
    return avatar.model_copy(
        update={"status": "pending", "variation": avatar.variation + 1, "requested_at": at}
    )
