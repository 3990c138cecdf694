"""Event in, match made or not, event out."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from library.domain import best_match
from library.ports import Personas
from suara.events import Event, GroupDeleted, PersonaCast, PersonaMatched, PersonaUnmatched
from suara.kafka.routes import Context
from suara.personas import Persona

_log = structlog.get_logger()


@dataclass(frozen=True)
class Handlers:
    personas: Personas

    async def match(self, event: PersonaCast, _: Context) -> Sequence[Event]:
        """Reuse a close library persona, once per group; otherwise let a fresh one be written."""
        candidates = await self.personas.candidates(event.company_id, event.cast)
        for candidate in best_match(event.cast, event.definition, candidates):
            library_id = candidate.persona.id
            if await self.personas.claim(event.group_id, event.persona_id, library_id):
                _log.info("persona.matched", library_persona_id=str(library_id))
                return [_matched(event, candidate.persona)]
        # An earlier delivery of the same cast may have claimed one: nobody claims a second.
        if earlier := await self.personas.claimed(event.persona_id):
            return [_matched(event, earlier.persona)]
        return unmatched(event)

    async def group_deleted(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        await self.personas.release(event.group_id)
        return []


def unmatched(event: PersonaCast, _reason: str = "") -> Sequence[Event]:
    """Write this person afresh: also the way on when the library itself is in trouble."""
    return [event.then(PersonaUnmatched, cast=event.cast)]


def _matched(event: PersonaCast, persona: Persona) -> PersonaMatched:
    return event.then(PersonaMatched, cast=event.cast, library_persona=persona)
