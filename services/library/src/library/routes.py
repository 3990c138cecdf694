"""Event type -> handler -> event types it emits."""

from library.handlers import Handlers, unmatched
from suara.events import GroupDeleted, PersonaCast, PersonaMatched, PersonaUnmatched
from suara.kafka.routes import Route


def routes(handlers: Handlers) -> list[Route]:
    return [
        Route(
            PersonaCast,
            handlers.match,
            emits=(PersonaMatched, PersonaUnmatched),
            fallback=unmatched,
        ),
        Route(GroupDeleted, handlers.group_deleted),
    ]
