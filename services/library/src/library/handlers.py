"""Event in, match made or not, event out."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from library.ports import Candidates, Choices, Claims, Proven
from suara.events import (
    Event,
    GroupDeleted,
    PersonaCast,
    PersonaDeleted,
    PersonaMatched,
    PersonaUnmatched,
)
from suara.kafka.routes import Context
from suara.telemetry.tracing import span

_log = structlog.get_logger()


@dataclass(frozen=True)
class Handlers:
    candidates: Candidates
    claims: Claims
    choices: Choices

    async def match(self, event: PersonaCast, _: Context) -> Sequence[Event]:
        """Reuse a close library persona, once per group; otherwise let a fresh one be written.

        What was chosen first holds for every delivery, and every attempt: the library may change
        meanwhile, and a person who is being written must not be reused as well.
        """
        proven = await self._claimed(event)
        choice = await self.choices.settle(event, proven.persona.id if proven else None)
        if choice is None or choice.library_persona_id is None:
            if proven:
                await self.claims.release(event.persona_id)
            return unmatched(event) if choice else []
        if proven is None:  # another delivery was faster
            proven = await self.claims.made(event)
        if proven is None:
            return unmatched(event)
        _log.info("persona.matched", library_persona_id=str(proven.persona.id))
        return [_matched(event, proven)]

    async def persona_deleted(self, event: PersonaDeleted, _: Context) -> Sequence[Event]:
        await self.claims.release(event.persona_id)
        return []

    async def group_deleted(self, event: GroupDeleted, _: Context) -> Sequence[Event]:
        await self.claims.release_group(event.group_id)
        return []

    async def _claimed(self, event: PersonaCast) -> Proven | None:
        """The best of those who may still be had: others may have been faster."""
        if earlier := await self.claims.made(event):
            return earlier
        with span("match") as matching:
            for library_id in await self.candidates.best_first(event):
                if proven := await self.claims.make(event, library_id):
                    matching.set_attribute("suara.library_persona_id", str(library_id))
                    return proven
        return None


def unmatched(event: PersonaCast, _reason: str = "") -> Sequence[Event]:
    """Write this person afresh: also the way on when the library itself is in trouble."""
    return [event.then(PersonaUnmatched, cast=event.cast)]


def _matched(event: PersonaCast, proven: Proven) -> PersonaMatched:
    return event.then(
        PersonaMatched,
        cast=event.cast,
        library_persona=proven.persona,
        avatar_keys=proven.avatar_keys,
    )
