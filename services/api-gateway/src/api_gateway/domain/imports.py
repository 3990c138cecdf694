"""A generated persona as a prompt persona."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from api_gateway.domain.fields import MAX_TEXT
from api_gateway.domain.prompt_personas import PromptPersona
from api_gateway.domain.scope import InProject
from api_gateway.domain.system_prompt import system_prompt
from suara.personas import Persona


def imported_id(project_id: UUID, source_persona_id: UUID) -> UUID:
    """The id of what is made of a generated persona: the same each time, so never made twice."""
    return uuid5(project_id, str(source_persona_id))


def prompt_persona(where: InProject, source: Persona, at: datetime) -> PromptPersona:
    """Its name may be taken. Takes a second for a market whose data were never read."""
    return PromptPersona(
        _id=imported_id(where.project_id, source.id),
        company_id=where.company_id,
        project_id=where.project_id,
        name=source.full_name,
        description=f"{source.age}, {source.occupation}, {source.location}",
        system_prompt=system_prompt(source),
        source_persona_id=source.id,
        created_at=at,
        updated_at=at,
    )


def settled(
    drafts: Sequence[PromptPersona], names: Collection[str], images: Mapping[UUID, str]
) -> list[PromptPersona]:
    """With names that nobody has, and with their portraits, in the order in which lists show them.

    names: those that are taken. images: image ids by the ids of drafts.
    """
    taken = set(names)
    result = []
    for number, draft in enumerate(drafts):
        name = free_name(draft.name, taken)
        taken.add(name)
        # A millisecond apart: lists are in the order of creation.
        at = draft.created_at + timedelta(milliseconds=number)
        changes = {"name": name, "created_at": at, "updated_at": at}
        result.append(draft.model_copy(update=changes | {"image_id": images.get(draft.id)}))
    return result


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or "name (2)", "name (3)" ..., whichever is not taken; at most MAX_TEXT long."""
    candidate, number = name[:MAX_TEXT], 1
    while candidate in taken:
        number += 1
        suffix = f" ({number})"
        candidate = name[: MAX_TEXT - len(suffix)] + suffix
    return candidate
