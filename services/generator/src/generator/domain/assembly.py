"""Cast + draft + profile -> persona."""

from datetime import datetime

from suara.events import PersonaDrafted, PersonaMatched
from suara.personas import Persona, Profile, Provenance
from suara.progress import Stage


def assemble(
    event: PersonaDrafted,
    profile: Profile,
    writer: tuple[str, str | None],
    snapshot_version: str,
    created_at: datetime,
) -> Persona:
    """A new person. Facts come from the cast alone. writer: (name, model)."""
    cast, draft = event.cast, event.draft
    name, model = writer
    return Persona(
        id=event.persona_id,
        full_name=cast.full_name,
        age=cast.age,
        gender=cast.gender,
        occupation=cast.occupation,
        location=cast.location,
        market=cast.market,
        income_level=cast.income_level,
        household=cast.household,
        education=cast.education,
        personality_traits=draft.personality_traits,
        values=draft.values,
        **profile.model_dump(),
        provenance=Provenance(
            writer=name,
            model=model,
            snapshot=snapshot_version,
            seed=cast.seed,
            generation_id=event.generation_id,
        ),
        created_at=created_at,
    )


def reuse(event: PersonaMatched, created_at: datetime) -> Persona:
    """A library persona as it is, with an id of its own in this group."""
    return event.library_persona.model_copy(
        update={
            "id": event.persona_id,
            "library_persona_id": event.library_persona.id,
            "created_at": created_at,
        }
    )


def finished_stages(persona: Persona) -> tuple[Stage, ...]:
    """What a finished persona has reached. One from the library brings its portrait along."""
    if persona.library_persona_id is None:
        return (Stage.WRITTEN,)
    portrait = Stage.PORTRAYED if persona.avatar_url else Stage.UNPORTRAYED
    return (Stage.REUSED, Stage.WRITTEN, portrait)
