"""Simulations in, promotions and retirements out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from library.domain.promotion import Individual, Limits, decide
from library.domain.reliability import reliability
from library.ports import Library, Responses
from suara.errors import PermanentError
from suara.events import Event, PersonaPromoted, PersonaRetired, SimulationResponded
from suara.kafka.routes import Context
from suara.library import LibraryPersona

_log = structlog.get_logger()
# One answer may promote a persona, and another, recorded meanwhile, retire it.
_MOST_STEPS = 2


@dataclass(frozen=True)
class Promotions:
    responses: Responses
    library: Library
    limits: Limits

    async def responded(self, event: SimulationResponded, context: Context) -> Sequence[Event]:
        """Record an answer, and let it decide on the place of its individual in the library.

        Answers of an individual under other ids may be handled at the same moment. Each is
        recorded before all are read, and read again after a change: whoever comes last sees all.
        """
        _check(event)
        individual = await self.library.individual(event)
        await self.responses.record(event, individual.id, context.time)
        for _ in range(_MOST_STEPS):
            if not await self._step(individual, context.event_id):
                break
        entry = await self.library.entry(individual)
        return _told(entry, context.event_id) if entry else []

    async def _step(self, individual: Individual, event_id: UUID) -> bool:
        """Whether something had to change."""
        answers = await self.responses.of(individual.company_id, individual.id)
        evidence = reliability(answers, individual.persona)
        await self.library.note(individual, evidence)
        decision = decide(await self.library.standing(individual), evidence, self.limits)
        if decision is None:
            return False
        await self.library.apply(individual, decision, event_id)
        _log.info("library.decided", individual_id=str(individual.id), status=decision.status)
        return True


def _check(event: SimulationResponded) -> None:
    for name, text in (("answer", event.answer), ("topic", event.subject)):
        if not text.strip():
            raise PermanentError(f"the {name} is empty")


def _told(entry: LibraryPersona, event_id: UUID) -> Sequence[Event]:
    """What this event led to: a redelivery tells it again, under the same ids."""
    score = entry.reliability.score if entry.reliability else None
    who = {"company_id": entry.company_id, "persona_id": entry.id, "score": score}
    events: list[Event] = []
    if entry.promoted_by == event_id:
        events.append(PersonaPromoted(**who, reason=entry.reason, automatic=True))
    if entry.retired_by == event_id:
        reason = entry.retired_reason or ""
        events.append(PersonaRetired(**who, reason=reason, automatic=True))
    return events
