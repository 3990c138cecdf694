"""What is asked of MongoDB whenever the metrics are read: it has to be cheap."""

from api_gateway.adapters.groups import Groups
from api_gateway.metrics import DOCUMENTS, OLDEST_PROGRESS_SECONDS, RUNNING
from suara.mongo import Database

_COUNTED = ("groups", "personas", "outbox")


class Gauges:
    def __init__(self, database: Database, groups: Groups) -> None:
        self._database = database
        self._groups = groups

    async def refresh(self) -> None:
        """Raises what the database raises."""
        at = await self._groups.clock()
        running, oldest = await self._groups.progress(at)
        RUNNING.set(running)
        OLDEST_PROGRESS_SECONDS.set(max((at - oldest).total_seconds(), 0.0) if oldest else 0.0)
        for name in _COUNTED:
            DOCUMENTS.labels(name).set(await self._database[name].estimated_document_count())
