"""Event type -> handler -> event types it emits."""

from library.handlers import Handlers, unmatched
from library.promotion import Promotions
from suara.events import (
    GroupDeleted,
    PersonaCast,
    PersonaDeleted,
    PersonaMatched,
    PersonaPromoted,
    PersonaRetired,
    PersonaUnmatched,
    SimulationResponded,
)
from suara.kafka.routes import Route


def routes(handlers: Handlers) -> list[Route]:
    return [
        Route(
            PersonaCast,
            handlers.match,
            emits=(PersonaMatched, PersonaUnmatched),
            fallback=unmatched,
            stage="match",
        ),
        Route(PersonaDeleted, handlers.persona_deleted),
        Route(GroupDeleted, handlers.group_deleted),
    ]


def promotion_routes(promotions: Promotions) -> list[Route]:
    return [
        Route(SimulationResponded, promotions.responded, emits=(PersonaPromoted, PersonaRetired)),
    ]
