"""Event in, next stage of a persona stored, events out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from generator.domain.assembly import assemble, finished_stages, reuse
from generator.domain.casting import cast
from generator.ports import Budget, Personas, Snapshots, Text, Writer, Written, WrittenStage
from suara.events import (
    Event,
    GenerationRequested,
    GroupDeleted,
    PersonaCast,
    PersonaDrafted,
    PersonaFailed,
    PersonaGenerated,
    PersonaMatched,
    PersonaUnmatched,
)
from suara.generation import Stage
from suara.kafka.routes import Context
from suara.llm import ModelError, Usage
from suara.markets import market as market_data
from suara.markets import market_of, place_of
from suara.personas import Cast, Persona, persona_id

# Seeds are shown in JSON, where many readers keep whole numbers up to 2^53 only.
_SEED_BITS = 2**53 - 1


@dataclass(frozen=True)
class Handlers:
    writer: Writer
    snapshots: Snapshots
    personas: Personas
    budget: Budget

    async def cast(self, event: GenerationRequested, context: Context) -> Sequence[Event]:
        """Sample a person for each slot that has none yet."""
        casts = dict(await self.personas.casts(event.generation_id))
        missing = [slot for slot in event.slots if slot not in casts]
        notes: Sequence[str] = ()
        if missing:
            fresh, notes = await self._sample(event, missing)
            await self.personas.add(event, fresh)
            casts |= {person.slot: person for person in fresh}
        steps = [(Stage.CAST, persona_id(event.generation_id, slot)) for slot in event.slots]
        if not await self.personas.advance(event, context.event_id, steps, notes=notes):
            await self.personas.withdraw(event.generation_id)
            return []
        return [
            event.then(
                PersonaCast,
                persona_id=persona_id(event.generation_id, slot),
                definition=event.definition,
                cast=casts[slot],
            )
            for slot in event.slots
        ]

    async def draft(self, event: PersonaUnmatched, _: Context) -> Sequence[Event]:
        """Stage 1 of a new person."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None:
            return []
        draft = stored.draft
        if draft is None:
            written = await self._paid(event, "draft", partial(self.writer.draft, event.cast))
            draft = written.value
            await self.personas.save_draft(event.persona_id, draft, written.usage)
        return [event.then(PersonaDrafted, cast=event.cast, draft=draft)]

    async def profile(self, event: PersonaDrafted, context: Context) -> Sequence[Event]:
        """Stage 2 of a new person."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None:
            return []
        if stored.persona is not None:
            return await self._finish(event, context, stored.persona)
        snapshot = await self.snapshots.latest(event.cast.market)
        write = partial(self.writer.profile, event.cast, event.draft, snapshot)
        written = await self._paid(event, "profile", write)
        writer = (self.writer.name, written.model)
        persona = assemble(event, written.value, writer, snapshot.version, _now())
        return await self._finish(event, context, persona, written.usage)

    async def reuse(self, event: PersonaMatched, context: Context) -> Sequence[Event]:
        """A library persona as it is, under this group's own id."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None:
            return []
        persona = stored.persona or reuse(event, _now())
        if event.avatar_keys:
            await self.personas.save_portrait(event.persona_id, event.avatar_keys)
        return await self._finish(event, context, persona)

    async def failed(self, event: PersonaFailed, context: Context) -> Sequence[Event]:
        """A persona cannot be made: the group will end as failed, with this reason."""
        steps = [(Stage.FAILED, event.persona_id)]
        progress = await self.personas.advance(event, context.event_id, steps, reason=event.reason)
        return progress.outcome if progress else []

    async def group_deleted(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        await self.personas.discard(event.group_id)
        return []

    async def _sample(
        self, event: GenerationRequested, slots: Sequence[int]
    ) -> tuple[Sequence[Cast], Sequence[str]]:
        """Casts for the slots, and what had to be relaxed for them."""
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

    async def _paid(
        self,
        event: PersonaUnmatched | PersonaDrafted,
        stage: WrittenStage,
        write: Callable[[], Awaitable[Written[Text]]],
    ) -> Written[Text]:
        """Written within the budget; what is spent counts even if nothing came of it."""
        await self.budget.check(event.project_id)
        try:
            written = await write()
        except ModelError as error:
            await self.budget.spend(event.project_id, error.usage)
            await self.personas.charge(event.persona_id, stage, error.usage)
            raise
        await self.budget.spend(event.project_id, written.usage)
        return written

    async def _finish(
        self,
        event: PersonaDrafted | PersonaMatched,
        context: Context,
        persona: Persona,
        usage: Usage | None = None,
    ) -> Sequence[Event]:
        await self.personas.save_persona(event.persona_id, persona, usage)
        steps = [(stage, event.persona_id) for stage in finished_stages(persona)]
        progress = await self.personas.advance(event, context.event_id, steps)
        if progress is None:
            return []
        generated = event.then(PersonaGenerated, persona=persona)
        return [generated, *progress.outcome]


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


def _now() -> datetime:
    return datetime.now(UTC)
