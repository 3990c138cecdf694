"""Event in, next stage of a persona stored, events out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.domain.assembly import finished_stages, reuse
from generator.domain.casting import cast
from generator.ports import Personas
from generator.writing import Writing
from suara.events import (
    Event,
    GenerationRequested,
    GroupDeleted,
    PersonaCast,
    PersonaDrafted,
    PersonaFailed,
    PersonaGenerated,
    PersonaMatched,
    PersonaScoped,
    PersonaUnmatched,
)
from suara.generation import Stage
from suara.kafka.routes import Context
from suara.markets import market as market_data
from suara.markets import market_of, place_of
from suara.personas import Cast, Persona, persona_id

# Seeds are shown in JSON, where many readers keep whole numbers up to 2^53 only.
_SEED_BITS = 2**53 - 1


@dataclass(frozen=True)
class Handlers:
    writing: Writing
    personas: Personas

    async def cast(self, event: GenerationRequested, context: Context) -> Sequence[Event]:
        """Sample a person for each slot that never had one."""
        fresh, notes = await self._sample(event, await self.personas.uncast(event))
        await self.personas.add(event, fresh)
        # As they are stored: another delivery may have been faster, when other names were taken.
        casts = await self.personas.casts(event.generation_id)
        ids = {slot: persona_id(event.generation_id, slot) for slot in event.slots if slot in casts}
        steps = [(Stage.CAST, person) for person in ids.values()]
        if not await self.personas.advance(event, context.event_id, steps, notes=notes):
            await self.personas.withdraw(event.generation_id)
            return []
        return [
            event.then(
                PersonaCast, persona_id=person, definition=event.definition, cast=casts[slot]
            )
            for slot, person in ids.items()
        ]

    async def draft(self, event: PersonaUnmatched, _: Context) -> Sequence[Event]:
        """Stage 1 of a new person."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None or (stored.persona and not stored.draft):
            return []  # deleted, or reused as the library has it
        draft = stored.draft or await self.writing.draft(event)
        return [event.then(PersonaDrafted, cast=event.cast, draft=draft)] if draft else []

    async def profile(self, event: PersonaDrafted, context: Context) -> Sequence[Event]:
        """Stage 2 of a new person."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None:
            return await self.personas.closing(event, context.event_id)
        persona = stored.persona or await self.writing.profile(event)
        return await self._finish(event, context, persona)

    async def reuse(self, event: PersonaMatched, context: Context) -> Sequence[Event]:
        """A library persona as it is, under this group's own id."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None:
            return await self.personas.closing(event, context.event_id)
        reused = reuse(event, datetime.now(UTC))
        persona = stored.persona or await self.personas.save_reused(
            event, reused, event.avatar_keys
        )
        return await self._finish(event, context, persona)

    async def failed(self, event: PersonaFailed, context: Context) -> Sequence[Event]:
        """A persona cannot be made: the group will end as failed, with this reason."""
        return await self._advance(event, context, (Stage.FAILED,), event.reason)

    async def group_deleted(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        await self.personas.discard(event.group_id)
        return []

    async def _sample(
        self, event: GenerationRequested, slots: Sequence[int]
    ) -> tuple[Sequence[Cast], Sequence[str]]:
        """Casts for the slots, and what has to be relaxed for the definition, whoever is cast."""
        taken = await self.personas.names(event.group_id)
        definition = event.definition
        # In a thread: a market without its own data is put together in up to a second.
        market = await asyncio.to_thread(market_data, market_of(definition.location))
        casting = cast(
            definition,
            market,
            place_of(definition.location),
            slots,
            seed=event.group_id.int & _SEED_BITS,
            taken_names=[full for full, _ in taken],
            taken_short_names=[short for _, short in taken],
        )
        return casting.casts, casting.notes

    async def _finish(
        self, event: PersonaDrafted | PersonaMatched, context: Context, persona: Persona | None
    ) -> Sequence[Event]:
        """persona: as it is stored; None if it was deleted. It counts, also if the group has gone
        on before this was published.
        """
        if persona is None:
            return await self.personas.closing(event, context.event_id)
        outcome = await self._advance(event, context, finished_stages(persona))
        return [event.then(PersonaGenerated, persona=persona), *outcome]

    async def _advance(
        self, event: PersonaScoped, context: Context, stages: Sequence[Stage], reason: str = ""
    ) -> Sequence[Event]:
        """The closing event, if this led to it, now or when it was handled before."""
        steps = [(stage, event.persona_id) for stage in stages]
        progress = await self.personas.advance(event, context.event_id, steps, reason=reason)
        if progress is None:
            return await self.personas.closing(event, context.event_id)
        return progress.outcome


def all_failed(event: GenerationRequested, reason: str) -> Sequence[Event]:
    """What to say when nobody can be cast."""
    return [
        event.then(PersonaFailed, persona_id=persona_id(event.generation_id, slot), reason=reason)
        for slot in event.slots
    ]


def one_failed(
    event: PersonaUnmatched | PersonaDrafted | PersonaMatched, reason: str
) -> Sequence[Event]:
    """What to say when one person cannot be written."""
    return [event.then(PersonaFailed, reason=reason)]
