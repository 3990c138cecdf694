"""Small, valid examples of the shared models and of every event type."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from suara.events import Event, GenerationRequested, GenerationScoped, event_types
from suara.mongo import Database
from suara.personas import (
    Cast,
    Definition,
    Dispositions,
    Draft,
    Evidence,
    Persona,
    Profile,
    Provenance,
    persona_id,
)

AnEvent = TypeVar("AnEvent", bound=Event)

_NAMES = UUID("5e0f7b0c-31f5-4c3b-9d15-5d6f4a1c7a10")


def an_id(name: str) -> UUID:
    """The same id for the same name: readable tests, repeatable data."""
    return uuid5(_NAMES, name)


COMPANY, PROJECT = an_id("company"), an_id("project")
GROUP, GENERATION = an_id("group"), an_id("generation")
PERSONA = persona_id(GENERATION, 0)

_SCOPE: Mapping[str, UUID] = MappingProxyType(
    {
        "company_id": COMPANY,
        "project_id": PROJECT,
        "group_id": GROUP,
        "generation_id": GENERATION,
        "persona_id": PERSONA,
    }
)


def a_definition(**changes: Any) -> Definition:
    """Women of 25-35 in Manila, of middle income; `changes` replace fields."""
    fields: dict[str, Any] = {
        "age_min": 25,
        "age_max": 35,
        "gender": "Female",
        "location": "Manila",
        "income_level": "Middle",
    }
    return Definition.model_validate(fields | changes)


def dispositions(level: float = 0.5, **changes: float) -> Dispositions:
    """Every disposition at one level; `changes` replace single ones."""
    levels = dict.fromkeys(Dispositions.model_fields, level)
    return Dispositions.model_validate(levels | changes)


def a_cast(**changes: Any) -> Cast:
    """A cast nurse of 29 in Manila, who fits `a_definition()`."""
    fields: dict[str, Any] = {
        "slot": 0,
        "seed": 7,
        "market": "PH",
        "location": "Manila, Philippines",
        "city": "Manila",
        "district": None,
        "full_name": "Maria Santos",
        "short_name": "Maria",
        "age": 29,
        "gender": "Female",
        "income_level": "Middle",
        "monthly_income": 45_000,
        "occupation": "Nurse",
        "education": "Bachelor's degree",
        "marital_status": "Single",
        "household": "Lives with her parents",
        "children": 0,
        "religion": "Catholic",
        "dispositions": dispositions(),
    }
    return Cast.model_validate(fields | changes)


def a_draft(**changes: Any) -> Draft:
    """A core identity; `changes` replace fields."""
    fields: dict[str, Any] = {
        "personality_traits": ("curious", "thrifty", "warm"),
        "values": ("family", "honesty"),
        "motivation": "to build a house for her parents",
        "worry": "the price of rice",
    }
    return Draft.model_validate(fields | changes)


def a_profile(**changes: Any) -> Profile:
    """A rich profile with one piece of evidence; `changes` replace fields."""
    fields: dict[str, Any] = {
        "backstory": "Grew up in Tondo.",
        "trusted_brands": ("Jollibee",),
        "distrusted_brands": (),
        "digital_habits": "Pays with GCash.",
        "price_sensitivity": "Buys sachets.",
        "psychographic_notes": "Asks her cousins first.",
        "language_style": "Taglish.",
        "evidence": (
            Evidence(
                field="trusted_brands",
                claim="Jollibee",
                signal_ids=("ph-brand-jollibee-praise-1",),
            ),
        ),
    }
    return Profile.model_validate(fields | changes)


def a_persona(**changes: Any) -> Persona:
    """The finished persona of `a_cast()`; `changes` replace fields."""
    cast, draft, profile = a_cast(), a_draft(), a_profile()
    fields: dict[str, Any] = {
        "id": PERSONA,
        **cast.model_dump(include=set(Persona.model_fields)),
        **draft.model_dump(include=set(Persona.model_fields)),
        **profile.model_dump(),
        "provenance": Provenance(
            writer="built-in", model=None, snapshot="PH-test", seed=7, generation_id=GENERATION
        ),
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Persona.model_validate(fields | changes)


def a_library_persona(**changes: Any) -> Persona:
    """A proven persona with a portrait; otherwise the twin of `a_persona()`."""
    fields: dict[str, Any] = {
        "id": an_id("library persona"),
        "avatar_url": "https://cdn.example.org/suara/portraits/ab/abcd.png",
    }
    return a_persona(**(fields | changes))


def an_event(kind: type[AnEvent], **changes: Any) -> AnEvent:
    """An event of that type, about the one persona of these samples; `changes` replace data."""
    data: dict[str, Any] = {
        **_SCOPE,
        "name": "Nurses of Manila",
        "definition": a_definition(),
        "slots": (0, 1),
        "personas": 2,
        "failed": 1,
        "reason": "the writer is tired",
        "cast": a_cast(),
        "draft": a_draft(),
        "persona": a_persona(),
        "library_persona": a_library_persona(),
        "avatar_keys": {"image": "portraits/ab/abcd.png", "128": "portraits/ab/abcd-128.webp"},
        "avatar_url": "https://cdn.example.org/suara/portraits/ab/abcd.png",
        "image_key": "portraits/ab/abcd.png",
        "thumbnail_key": "portraits/ab/abcd-128.webp",
        "webp_keys": {"128": "portraits/ab/abcd-128.webp"},
        "variation": 1,
        "request_id": an_id("request"),
        "system_prompt": "You are an impatient user who values brevity.",
        "model": "gpt-image-1",
        "style_images": (),
        "expires_at": datetime(2026, 1, 1, tzinfo=UTC),
        "image_id": f"{an_id('image')}.png",
        "avatar_source": "local",
        "market": "PH",
        "version": "PH-bundled-2025-abcdef01",
        "source": "bundled",
        "signals": 120,
        "simulation_id": an_id("simulation"),
        "question": "Would you pay for it?",
        "subject": "delivery fees",
        "answer": "Siguro, kung may libreng delivery.",
        "stance": -0.5,
        "automatic": True,
        "score": 0.63,
    }
    return kind.model_validate(data | changes)


def every_event() -> list[Event]:
    """One event of each type."""
    return [an_event(kind) for kind in event_types().values()]


async def a_running_group(database: Database, total: int = 2, **fields: Any) -> GenerationRequested:
    """Store a group whose generation was just requested, and return the request.

    total: personas to make, one per slot from 0. Groups and generations of several calls differ.
    """
    requested = an_event(
        GenerationRequested,
        group_id=uuid4(),
        generation_id=uuid4(),
        slots=tuple(range(total)),
        **fields,
    )
    await database.groups.insert_one(
        {
            "_id": requested.group_id,
            "company_id": requested.company_id,
            "project_id": requested.project_id,
            "generation_status": "pending",
            "generation_progress": "queued",
            "generation": {
                "id": requested.generation_id,
                "total": total,
                "requested_at": datetime.now(UTC),
            },
        }
    )
    return requested


def about(
    kind: type[AnEvent], requested: GenerationScoped, slot: int = 0, **changes: Any
) -> AnEvent:
    """An event about the persona in a slot of that generation; its cast has the same slot."""
    scope = requested.model_dump(include={"company_id", "project_id", "group_id", "generation_id"})
    identity = {"persona_id": persona_id(requested.generation_id, slot), "cast": a_cast(slot=slot)}
    return an_event(kind, **(scope | identity | changes))
