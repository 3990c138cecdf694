"""Event type -> handler. SnapshotRefreshed follows later, from `schedule.py`."""

from ethnography.handlers import Handlers
from suara.events import GroupCreated, GroupUpdated, SnapshotRequested
from suara.kafka.routes import Route


def routes(handlers: Handlers) -> list[Route]:
    return [
        Route(GroupCreated, handlers.group_defined),
        Route(GroupUpdated, handlers.group_defined),
        Route(SnapshotRequested, handlers.requested),
    ]
