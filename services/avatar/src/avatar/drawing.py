"""A portrait drawn, stored and recorded; and paid for once."""

from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog

from avatar.clearing import Clearing
from avatar.domain.appearance import Subject
from avatar.ports import Artist, Budget, Objects, Personas, Picture, Portrait
from suara import object_keys
from suara.errors import PermanentError
from suara.events import AvatarRequested, PersonaUnmatched
from suara.llm import ModelError, Usage
from suara.outages import REPEATED
from suara.storage import Object

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
    _not_stored: dict[tuple[UUID, int], Picture] = field(default_factory=dict, init=False)

    async def make(self, order: Order) -> Portrait | None:
        """The persona's new portrait; None, leaving nothing, if it is not wanted any more.

        What is repeated for the store's sake does not pay once more.
        """
        which = (order.persona_id, variation(order))
        picture = self._not_stored.pop(which, None) or await self._drawn(order)
        try:
            return await self._kept(order, picture)
        except REPEATED:
            self._not_stored[which] = picture
            raise

    async def _drawn(self, order: Order) -> Picture:
        """By the artist, or by the stand-in: a group does not go without a portrait."""
        subject = _subject(order)
        try:
            await self.budget.check(order.project_id)
            picture = await self.artist.draw(subject)
        except PermanentError as error:
            usage = error.usage if isinstance(error, ModelError) else Usage()
            log.warning("avatar.drawn_by_stand_in", reason=str(error), calls=usage.calls)
            picture = replace(await self.stand_in.draw(subject), usage=usage)
        await self.budget.spend(order.project_id, picture.usage)
        return picture

    async def _kept(self, order: Order, picture: Picture) -> Portrait | None:
        made = picture.renditions
        keys = object_keys.portrait(order.group_id, order.persona_id, made.png, made.webp)
        small = [Object(keys[str(size)], body, "image/webp") for size, body in made.webp.items()]
        original = keys[object_keys.ORIGINAL]
        await self.objects.put(*small, Object(original, made.png, "image/png"))
        portrait, url = Portrait(keys, picture.source), self.objects.url(original)
        if await self.personas.save(
            order.persona_id, portrait, url, picture.usage, variation(order)
        ):
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
