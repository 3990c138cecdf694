"""A portrait drawn, stored and recorded; and paid for once."""

from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

import structlog

from avatar.clearing import Clearing
from avatar.domain.appearance import Subject
from avatar.metrics import STORED_BYTES
from avatar.ports import Artist, Budget, Objects, Personas, Picture, Portrait
from suara import object_keys
from suara.errors import PermanentError
from suara.events import AvatarRequested, PersonaUnmatched
from suara.llm import ModelError, Usage
from suara.storage import Object
from suara.unstored import Unstored

Order = PersonaUnmatched | AvatarRequested

log = structlog.get_logger()


def variation(order: Order) -> int:
    """Which of a person's portraits is ordered: 0 is the first."""
    return order.variation if isinstance(order, AvatarRequested) else 0


@dataclass(frozen=True)
class Drawing:
    """stand_in: draws what the artist cannot."""

    artist: Artist
    stand_in: Artist
    objects: Objects
    personas: Personas
    budget: Budget
    clearing: Clearing
    _pictures: Unstored[tuple[UUID, int], Picture] = field(default_factory=Unstored, init=False)

    async def make(self, order: Order) -> Portrait | None:
        """The persona's new portrait; None, leaving nothing, if it is not wanted any more."""
        which = (order.persona_id, variation(order))
        picture = await self._pictures.paid(which, partial(self._drawn, order))
        portrait = await self._kept(order, picture)
        self._pictures.stored(which)
        return portrait

    async def _drawn(self, order: Order) -> Picture:
        """By the artist, or by the stand-in: a group does not go without a portrait."""
        subject = _subject(order)
        try:
            await self.budget.check(order.project_id)
            return await self.artist.draw(subject)
        except PermanentError as error:
            usage = error.usage if isinstance(error, ModelError) else Usage()
            log.warning("avatar.drawn_by_stand_in", reason=str(error), calls=usage.calls)
            return replace(await self.stand_in.draw(subject), usage=usage)

    async def _kept(self, order: Order, picture: Picture) -> Portrait | None:
        made = picture.renditions
        keys = object_keys.portrait(order.group_id, order.persona_id, made.png, made.webp)
        small = [Object(keys[str(size)], body, "image/webp") for size, body in made.webp.items()]
        original = keys[object_keys.ORIGINAL]
        await self.objects.put(*small, Object(original, made.png, "image/png"))
        portrait, url = Portrait(keys, picture.source), self.objects.url(original)
        if await self.personas.save(order, portrait, url, picture.usage, variation(order)):
            STORED_BYTES.inc(sum(map(len, (made.png, *made.webp.values()))))
            return portrait
        await self.clearing.discard(keys.values())
        return None


def _subject(order: Order) -> Subject:
    cast = order.cast
    return Subject(
        project_id=order.project_id,
        persona_id=order.persona_id,
        age=cast.age,
        gender=cast.gender,
        market=cast.market,
        location=cast.location,
        occupation=cast.occupation,
        religion=cast.religion,
        slot=cast.slot,
        seed_group=order.group_id,
        variation=variation(order),
    )
