"""A library persona, and how its document is made of a persona's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from suara.events import AvatarSource
from suara.mongo import Document
from suara.personas import Cast, Dispositions, Frozen, Persona

Status = Literal["active", "retired"]
_QUANTILE_STEPS = 255


class Reliability(Frozen):
    """What a persona's recorded answers come to. score: in [0, 1]."""

    score: float
    simulations: int
    answers: int = 0
    agreements: int
    disagreements: int
    contradictions: int


class Source(Frozen):
    """Where an individual was first made."""

    project_id: UUID
    group_id: UUID


class LibraryPersona(Frozen):
    """A document of `library_personas`. Its id is that of the persona that was promoted.

    avatar_keys: see suara.object_keys.portrait. automatic: promoted by its answers.
    reason, retired_reason: in words, for users. promoted_by, retired_by: the event that led to
    it, None where a user did.
    """

    id: UUID = Field(validation_alias="_id")
    company_id: UUID
    status: Status
    persona: Persona
    avatar_keys: Mapping[str, str] | None = None
    avatar_source: AvatarSource | None = None
    source: Source | None = None
    reason: str = ""
    automatic: bool = False
    reliability: Reliability | None = None
    promoted_at: datetime
    promoted_by: UUID | None = None
    retired_at: datetime | None = None
    retired_reason: str | None = None
    retired_by: UUID | None = None

    @classmethod
    def read(cls, document: Document) -> Self:
        return cls.model_validate(document)


class Promotion(Frozen):
    """Why and when somebody enters the library. at: as precise as MongoDB keeps it."""

    reason: str
    automatic: bool
    at: datetime
    by: UUID | None = None


def library_document(origin: Document, promotion: Promotion) -> Document:
    """The document of `library_personas` for a finished one of `personas`.

    Only an individual's first persona will do: the cast of one that was itself reused is the
    cast of somebody else.
    """
    persona = Persona.model_validate(origin["persona"])
    if persona.library_persona_id is not None:
        raise ValueError("a reused persona is in the library already, as the one it was made from")
    portrait = origin.get("avatar_url") or persona.avatar_url
    persona = persona.model_copy(update={"avatar_url": portrait})
    cast = Cast.model_validate(origin["cast"])
    return {
        "_id": origin["_id"],
        "company_id": origin["company_id"],
        "status": "active",
        "persona": persona.model_dump(mode="json"),
        "cast": cast.model_dump(mode="json"),
        "avatar_keys": origin.get("avatar_keys"),
        "avatar_source": origin.get("avatar_source"),
        "market": cast.market,
        "gender": cast.gender,
        "income_level": cast.income_level,
        "location": cast.location,
        "age": cast.age,
        "occupation": cast.occupation,
        "source": {"project_id": origin["project_id"], "group_id": origin["group_id"]},
        "reason": promotion.reason,
        "automatic": promotion.automatic,
        "reliability": origin.get("reliability"),
        "promoted_at": promotion.at,
        "promoted_by": promotion.by,
        "retired_at": None,
        "retired_reason": None,
        "retired_by": None,
    }


def packed(dispositions: Dispositions) -> bytes:
    """One byte per disposition, in the order of the model: the quantile times 255."""
    quantiles = dispositions.model_dump().values()
    return bytes(round(quantile * _QUANTILE_STEPS) for quantile in quantiles)
