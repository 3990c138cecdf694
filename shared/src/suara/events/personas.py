"""Topic `personas`, keyed by persona: from cast to finished individual.

`PersonaGenerated` is the event other internal services subscribe to.
"""

from typing import ClassVar

from pydantic import Field

from suara.events.base import PersonaScoped
from suara.personas import Cast, Definition, Draft, Persona


class PersonaEvent(PersonaScoped):
    topic: ClassVar[str] = "personas"


class PersonaCast(PersonaEvent):
    """The facts of a person are sampled; nothing is written yet."""

    type: ClassVar[str] = "suara.persona.cast.v1"
    definition: Definition
    cast: Cast


class PersonaMatched(PersonaEvent):
    """The library has a close match, claimed for this group: reuse it as it is.

    avatar_keys: of its portrait in the object store, by kind and size; empty where there is none.
    """

    type: ClassVar[str] = "suara.persona.matched.v1"
    cast: Cast
    library_persona: Persona
    avatar_keys: dict[str, str] = Field(default_factory=dict)


class PersonaUnmatched(PersonaEvent):
    """The library has no close match: write this person and draw a portrait."""

    type: ClassVar[str] = "suara.persona.unmatched.v1"
    cast: Cast


class PersonaDrafted(PersonaEvent):
    """Stage 1 is done: the core identity."""

    type: ClassVar[str] = "suara.persona.drafted.v1"
    cast: Cast
    draft: Draft


class PersonaGenerated(PersonaEvent):
    """A finished persona. Its portrait may still be drawn: see AvatarRendered."""

    type: ClassVar[str] = "suara.persona.generated.v1"
    persona: Persona


class PersonaFailed(PersonaEvent):
    """This persona could not be made. `reason` is fit for a user's eyes."""

    type: ClassVar[str] = "suara.persona.failed.v1"
    reason: str


class PersonaDeleted(PersonaEvent):
    """A persona is gone from its group."""

    type: ClassVar[str] = "suara.persona.deleted.v1"
