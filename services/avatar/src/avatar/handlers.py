"""Event in, portrait drawn and stored, events out."""

from collections.abc import Sequence
from dataclasses import dataclass

from avatar.domain.appearance import Subject
from avatar.domain.keys import content_key
from avatar.ports import Artist, Objects, Personas
from suara.events import AvatarFailed, AvatarRendered, Event, PersonaUnmatched
from suara.generation import Stage
from suara.kafka.routes import Context


@dataclass(frozen=True)
class Handlers:
    artist: Artist
    objects: Objects
    personas: Personas

    async def render(self, event: PersonaUnmatched, context: Context) -> Sequence[Event]:
        """Draw a new person's portrait, while the text is being written."""
        picture = await self.artist.draw(_subject(event))
        image_key = content_key(picture.png, "png")
        thumbnail_key = content_key(picture.thumbnail, "webp")
        await self.objects.put(image_key, picture.png, "image/png")
        await self.objects.put(thumbnail_key, picture.thumbnail, "image/webp")
        url = self.objects.url(image_key)
        await self.personas.set_avatar(event.persona_id, url)
        progress = await self.personas.advance(
            event, context.event_id, [(Stage.PORTRAYED, event.persona_id)]
        )
        if progress is None:
            return []
        rendered = event.then(
            AvatarRendered,
            avatar_url=url,
            image_key=image_key,
            thumbnail_key=thumbnail_key,
        )
        return [rendered, *progress.outcome]

    async def failed(self, event: AvatarFailed, context: Context) -> Sequence[Event]:
        """The group goes on without this portrait."""
        progress = await self.personas.advance(
            event, context.event_id, [(Stage.UNPORTRAYED, event.persona_id)]
        )
        return progress.outcome if progress else []


def unportrayed(event: PersonaUnmatched, reason: str) -> Sequence[Event]:
    """What to say when a portrait cannot be made."""
    return [event.then(AvatarFailed, reason=reason)]


def _subject(event: PersonaUnmatched) -> Subject:
    cast = event.cast
    return Subject(
        persona_id=event.persona_id,
        age=cast.age,
        gender=cast.gender,
        market=cast.market,
        occupation=cast.occupation,
        religion=cast.religion,
        slot=cast.slot,
        seed_group=event.group_id,
    )
