"""Event type -> handler -> event types it emits."""

from generator.handlers import Handlers, all_failed, one_failed
from suara.events import (
    GenerationCompleted,
    GenerationFailed,
    GenerationRequested,
    GroupDeleted,
    PersonaCast,
    PersonaDrafted,
    PersonaFailed,
    PersonaGenerated,
    PersonaMatched,
    PersonaUnmatched,
)
from suara.kafka.routes import Route

OUTCOMES = (GenerationCompleted, GenerationFailed)
FINISHED = (PersonaGenerated, *OUTCOMES)


def routes(handlers: Handlers) -> list[Route]:
    return [
        Route(
            GenerationRequested,
            handlers.cast,
            emits=(PersonaCast,),
            fallback=all_failed,
            stage="cast",
        ),
        Route(
            PersonaUnmatched,
            handlers.draft,
            emits=(PersonaDrafted,),
            fallback=one_failed,
            stage="draft",
        ),
        Route(
            PersonaDrafted,
            handlers.profile,
            emits=FINISHED,
            fallback=one_failed,
            stage="profile",
        ),
        Route(
            PersonaMatched,
            handlers.reuse,
            emits=FINISHED,
            fallback=one_failed,
            stage="reuse",
        ),
        Route(PersonaFailed, handlers.failed, emits=OUTCOMES),
        Route(GroupDeleted, handlers.group_deleted),
    ]
