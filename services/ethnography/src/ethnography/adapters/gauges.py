"""What is asked of MongoDB whenever the metrics are read: it has to be cheap."""

from datetime import UTC, datetime

from ethnography.adapters.snapshots import MongoSnapshots
from ethnography.metrics import SNAPSHOT_AGE_SECONDS, SNAPSHOT_SIGNALS, SOURCE_LAST_SUCCESS


class Gauges:
    def __init__(self, snapshots: MongoSnapshots) -> None:
        self._snapshots = snapshots

    async def refresh(self) -> None:
        """Raises what the database raises."""
        now, last_ok = datetime.now(UTC), dict[str, datetime]()
        for latest in await self._snapshots.latest_of_each():
            age = max((now - latest.refreshed_at).total_seconds(), 0.0)
            SNAPSHOT_AGE_SECONDS.labels(latest.market).set(age)
            SNAPSHOT_SIGNALS.labels(latest.market).set(latest.signals)
            for source in latest.sources:
                if source.last_ok_at:
                    moment = last_ok.get(source.name, source.last_ok_at)
                    last_ok[source.name] = max(moment, source.last_ok_at)
        for name, moment in last_ok.items():
            SOURCE_LAST_SUCCESS.labels(name).set(moment.timestamp())
