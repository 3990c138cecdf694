"""Event type -> handler -> event types it emits."""

from avatar.clearing import Clearing
from avatar.handlers import Handlers, unportrayed
from suara.events import (
    AvatarFailed,
    AvatarRendered,
    AvatarRequested,
    GenerationCompleted,
    GenerationFailed,
    GroupDeleted,
    PersonaDeleted,
    PersonaUnmatched,
    ProjectDeleted,
)
from suara.kafka.routes import Route

OUTCOMES = (GenerationCompleted, GenerationFailed)


def routes(handlers: Handlers, clearing: Clearing) -> list[Route]:
    return [
        Route(
            PersonaUnmatched,
            handlers.render,
            emits=(AvatarRendered, *OUTCOMES),
            fallback=unportrayed,
        ),
        Route(
            AvatarRequested,
            handlers.redraw,
            emits=(AvatarRendered, *OUTCOMES),
            fallback=unportrayed,
        ),
        Route(AvatarFailed, handlers.failed, emits=OUTCOMES),
        Route(PersonaDeleted, clearing.persona_deleted),
        Route(GroupDeleted, clearing.group_deleted),
        Route(ProjectDeleted, clearing.project_deleted),
    ]
