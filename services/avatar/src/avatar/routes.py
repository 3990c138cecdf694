"""Event type -> handler -> event types it emits."""

from avatar.clearing import Clearing
from avatar.handlers import Handlers, unportrayed
from avatar.prompt_portraits import PromptPortraits, unpainted
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
    PromptPortraitFailed,
    PromptPortraitRendered,
    PromptPortraitRequested,
)
from suara.kafka.routes import Route

OUTCOMES = (GenerationCompleted, GenerationFailed)


def routes(
    handlers: Handlers, clearing: Clearing, prompt_portraits: PromptPortraits
) -> list[Route]:
    return [
        Route(
            PersonaUnmatched,
            handlers.render,
            emits=(AvatarRendered, *OUTCOMES),
            fallback=unportrayed,
            stage="portrait",
        ),
        Route(
            AvatarRequested,
            handlers.redraw,
            emits=(AvatarRendered, *OUTCOMES),
            fallback=unportrayed,
            stage="portrait",
        ),
        Route(AvatarFailed, handlers.failed, emits=OUTCOMES),
        Route(
            PromptPortraitRequested,
            prompt_portraits.draw,
            emits=(PromptPortraitRendered, PromptPortraitFailed),
            fallback=unpainted,
        ),
        Route(PersonaDeleted, clearing.persona_deleted),
        Route(GroupDeleted, clearing.group_deleted),
        Route(ProjectDeleted, clearing.project_deleted),
    ]
