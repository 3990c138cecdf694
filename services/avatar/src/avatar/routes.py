"""Event type -> handler -> event types it emits."""

from avatar.handlers import Handlers, unportrayed
from suara.events import (
    AvatarFailed,
    AvatarRendered,
    GenerationCompleted,
    GenerationFailed,
    PersonaUnmatched,
)
from suara.kafka.routes import Route

OUTCOMES = (GenerationCompleted, GenerationFailed)


def routes(handlers: Handlers) -> list[Route]:
    return [
        Route(
            PersonaUnmatched,
            handlers.render,
            emits=(AvatarRendered, *OUTCOMES),
            fallback=unportrayed,
        ),
        Route(AvatarFailed, handlers.failed, emits=OUTCOMES),
    ]
