"""Event type -> handler -> event types it emits."""

from ethnography.handlers import Handlers
from suara.events import GroupCreated, GroupUpdated, SnapshotRefreshed, SnapshotRequested
from suara.kafka.routes import Route


def routes(handlers: Handlers) -> list[Route]:
    return [
        Route(GroupCreated, handlers.group_defined, emits=(SnapshotRefreshed,)),
        Route(GroupUpdated, handlers.group_defined, emits=(SnapshotRefreshed,)),
        Route(SnapshotRequested, handlers.requested, emits=(SnapshotRefreshed,)),
    ]
