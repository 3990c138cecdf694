"""Event in, portrait drawn and stored, events out."""

from collections.abc import Sequence
from dataclasses import dataclass

from avatar.clearing import Clearing
from avatar.drawing import Drawing, Order, variation
from avatar.ports import Objects, Personas, Portrait
from suara import object_keys
from suara.events import (
    AvatarFailed,
    AvatarRendered,
    AvatarRequested,
    Event,
    PersonaScoped,
    PersonaUnmatched,
)
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
        return await self._advance(event, context, Stage.UNPORTRAYED)

    async def _portray(self, order: Order, context: Context) -> Sequence[Event]:
        """What is there already is told again; what nobody wants any more is not drawn."""
        stored = await self.personas.stored(order.persona_id)
        if stored is None:
            await self.clearing.persona(order)
        if stored is None or variation(order) not in (stored.drawn, stored.wanted):
            return await self.personas.closing(order, context.event_id)
        drawn = stored.drawn == variation(order)
        portrait = stored.portrait if drawn else await self.drawing.make(order)
        if portrait is None:
            # The persona changed meanwhile.
            return await self._portray(order, context)
        outcome = await self._advance(order, context, Stage.PORTRAYED)
        return [_rendered(order, portrait, self.objects), *outcome]

    async def _advance(
        self, event: PersonaScoped, context: Context, stage: Stage
    ) -> Sequence[Event]:
        """The closing event, if this led to it, now or when it was handled before."""
        progress = await self.personas.advance(event, context.event_id, [(stage, event.persona_id)])
        if progress is None:
            return await self.personas.closing(event, context.event_id)
        return progress.outcome


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
