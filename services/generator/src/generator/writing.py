"""A stage written and stored; and paid for once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from generator.domain.assembly import assemble
from generator.ports import Budget, Personas, Snapshots, Text, Writer, Written, WrittenStage
from suara.events import PersonaDrafted, PersonaUnmatched
from suara.llm import ModelError, Usage
from suara.personas import Draft, Persona
from suara.unstored import Unstored


@dataclass(frozen=True)
class Writing:
    """Both raise what the writer raises, and PermanentError once the budget is used up."""

    writer: Writer
    snapshots: Snapshots
    personas: Personas
    budget: Budget
    _drafts: Unstored[UUID, Written[Draft]] = field(default_factory=Unstored, init=False)
    _profiles: Unstored[UUID, tuple[Persona, Usage]] = field(default_factory=Unstored, init=False)

    async def draft(self, event: PersonaUnmatched) -> Draft | None:
        """Stage 1 as it is stored now; None if the persona was deleted meanwhile."""
        write = partial(self.writer.draft, event.cast)
        pay = partial(self._paid, event, "draft", write)
        written = await self._drafts.paid(event.persona_id, pay)
        draft = await self.personas.save_draft(event, written.value, written.usage)
        self._drafts.stored(event.persona_id)
        return draft

    async def profile(self, event: PersonaDrafted) -> Persona | None:
        """The finished person, likewise."""
        finished, usage = await self._profiles.paid(event.persona_id, partial(self._made, event))
        persona = await self.personas.save_persona(event, finished, usage)
        self._profiles.stored(event.persona_id)
        return persona

    async def _made(self, event: PersonaDrafted) -> tuple[Persona, Usage]:
        snapshot = await self.snapshots.latest(event.cast.market)
        write = partial(self.writer.profile, event.cast, event.draft, snapshot)
        written = await self._paid(event, "profile", write)
        writer = (self.writer.name, written.model)
        persona = assemble(event, written.value, writer, snapshot.version, datetime.now(UTC))
        return persona, written.usage

    async def _paid(
        self,
        event: PersonaUnmatched | PersonaDrafted,
        stage: WrittenStage,
        write: Callable[[], Awaitable[Written[Text]]],
    ) -> Written[Text]:
        """Written within the budget; what is spent counts even if nothing came of it."""
        await self.budget.check(event.project_id)
        try:
            return await write()
        except ModelError as error:
            await self.personas.charge(event, stage, error.usage)
            raise
