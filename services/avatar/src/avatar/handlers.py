"""Event in, portrait drawn and stored, events out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog

from avatar.domain.appearance import Subject
from avatar.ports import Artist, Budget, Objects, Personas, Picture, Portrait
from suara import object_keys
from suara.errors import PermanentError
from suara.events import AvatarFailed, AvatarRendered, Event, PersonaUnmatched
from suara.generation import Stage
from suara.kafka.routes import Context
from suara.llm import ModelError, Usage
from suara.outages import OUTAGES
from suara.storage import Object

# After these the same message is handled again: a server is away, or it took too long.
_REPEATED: tuple[type[BaseException], ...] = (*OUTAGES, asyncio.CancelledError)

log = structlog.get_logger()


@dataclass(frozen=True)
class Handlers:
    """stand_in: draws what the artist cannot."""

    artist: Artist
    stand_in: Artist
    objects: Objects
    personas: Personas
    budget: Budget
    _not_stored: dict[UUID, Picture] = field(default_factory=dict, init=False)

    async def render(self, event: PersonaUnmatched, context: Context) -> Sequence[Event]:
        """Draw a new person's portrait, while the text is being written."""
        stored = await self.personas.stored(event.persona_id)
        if stored is None:
            return []
        portrait = stored.portrait or await self._made(event)
        progress = await self.personas.advance(
            event, context.event_id, [(Stage.PORTRAYED, event.persona_id)]
        )
        if progress is None:
            return []
        rendered = event.then(
            AvatarRendered,
            **_told(portrait, self.objects),
        )
        return [rendered, *progress.outcome]

    async def failed(self, event: AvatarFailed, context: Context) -> Sequence[Event]:
        """The group goes on without this portrait."""
        progress = await self.personas.advance(
            event, context.event_id, [(Stage.UNPORTRAYED, event.persona_id)]
        )
        return progress.outcome if progress else []

    async def _made(self, event: PersonaUnmatched) -> Portrait:
        """Drawn and stored. What is repeated for the store's sake must not pay once more."""
        picture = self._not_stored.pop(event.persona_id, None) or await self._drawn(event)
        try:
            return await self._kept(event, picture)
        except _REPEATED:
            self._not_stored[event.persona_id] = picture
            raise

    async def _drawn(self, event: PersonaUnmatched) -> Picture:
        """By the artist, or by the stand-in: a group does not go without a portrait."""
        subject = _subject(event)
        try:
            await self.budget.check(event.project_id)
            picture = await self.artist.draw(subject)
        except PermanentError as error:
            usage = error.usage if isinstance(error, ModelError) else Usage()
            log.warning("avatar.drawn_by_stand_in", reason=str(error), calls=usage.calls)
            picture = replace(await self.stand_in.draw(subject), usage=usage)
        await self.budget.spend(event.project_id, picture.usage)
        return picture

    async def _kept(self, event: PersonaUnmatched, picture: Picture) -> Portrait:
        made = picture.renditions
        keys = object_keys.portrait(event.group_id, event.persona_id, made.png, made.webp)
        small = [Object(keys[str(size)], body, "image/webp") for size, body in made.webp.items()]
        original = keys[object_keys.ORIGINAL]
        await self.objects.put(*small, Object(original, made.png, "image/png"))
        portrait = Portrait(keys, picture.source)
        url = self.objects.url(original)
        await self.personas.save(event.persona_id, portrait, url, picture.usage)
        return portrait


def unportrayed(event: PersonaUnmatched, reason: str) -> Sequence[Event]:
    """What to say when a portrait cannot be made."""
    return [event.then(AvatarFailed, reason=reason)]


def _told(portrait: Portrait, objects: Objects) -> dict[str, object]:
    """What AvatarRendered says of a portrait."""
    webp = {size: key for size, key in portrait.keys.items() if size != object_keys.ORIGINAL}
    original = portrait.keys[object_keys.ORIGINAL]
    return {
        "avatar_url": objects.url(original),
        "image_key": original,
        "thumbnail_key": webp[min(webp, key=int)],
        "webp_keys": webp,
        "avatar_source": portrait.source,
    }


def _subject(event: PersonaUnmatched) -> Subject:
    cast = event.cast
    return Subject(
        project_id=event.project_id,
        persona_id=event.persona_id,
        age=cast.age,
        gender=cast.gender,
        market=cast.market,
        location=cast.location,
        occupation=cast.occupation,
        religion=cast.religion,
        slot=cast.slot,
        seed_group=event.group_id,
    )
