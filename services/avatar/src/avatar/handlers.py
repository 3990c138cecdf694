"""Event in, portrait drawn and stored, events out."""

from collections.abc import Sequence
from dataclasses import dataclass

from avatar.clearing import Clearing
from avatar.drawing import Drawing, Order, variation
from avatar.ports import Objects, Personas, Portrait
from suara import object_keys
from suara.events import AvatarFailed, AvatarRendered, AvatarRequested, Event, PersonaUnmatched
from suara.generation import Stage
from suara.kafka.routes import Context


@dataclass(frozen=True)
class Handlers:
    drawing: Drawing
    clearing: Clearing
    objects: Objects
    personas: Personas

    async def render(self, event: PersonaUnmatched, context: Context) -> Sequence[Event]:
        """Draw a new person's portrait, while the text is being written."""
        return await self._portray(event, context)

    async def redraw(self, event: AvatarRequested, context: Context) -> Sequence[Event]:
        """Draw a person once more. The portrait before goes when the new one is there."""
        events = await self._portray(event, context)
        await self.clearing.persona(event)
        return events

    async def failed(self, event: AvatarFailed, context: Context) -> Sequence[Event]:
        """The group goes on without this portrait, or with the one before it."""
        await self.personas.fail(event.persona_id, event.variation)
        progress = await self.personas.advance(
            event, context.event_id, [(Stage.UNPORTRAYED, event.persona_id)]
        )
        return progress.outcome if progress else []

    async def _portray(self, order: Order, context: Context) -> Sequence[Event]:
        """What is there already is told again; what nobody wants any more is not drawn."""
        stored = await self.personas.stored(order.persona_id)
        if stored is None:
            await self.clearing.persona(order)
            return []
        if stored.drawn == variation(order):
            portrait = stored.portrait
        elif stored.wanted == variation(order):
            portrait = await self.drawing.make(order)
        else:
            return []
        if portrait is None:
            # The persona changed meanwhile.
            return await self._portray(order, context)
        progress = await self.personas.advance(
            order, context.event_id, [(Stage.PORTRAYED, order.persona_id)]
        )
        return [_rendered(order, portrait, self.objects), *(progress.outcome if progress else ())]


def unportrayed(order: Order, reason: str) -> Sequence[Event]:
    """What to say when a portrait cannot be made."""
    return [order.then(AvatarFailed, reason=reason, variation=variation(order))]


def _rendered(order: Order, portrait: Portrait, objects: Objects) -> AvatarRendered:
    webp = {size: key for size, key in portrait.keys.items() if size != object_keys.ORIGINAL}
    original = portrait.keys[object_keys.ORIGINAL]
    return order.then(
        AvatarRendered,
        avatar_url=objects.url(original),
        image_key=original,
        thumbnail_key=webp[min(webp, key=int)],
        webp_keys=webp,
        avatar_source=portrait.source,
    )
