"""Event in, a market's upkeep noted. The refresh itself is the schedule's: it may take minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ethnography.domain.freshness import Freshness
from ethnography.ports import Upkeeps
from suara.errors import PermanentError
from suara.events import Event, GroupCreated, GroupUpdated, SnapshotRequested
from suara.kafka.routes import Context
from suara.markets import market_of
from suara.markets.countries import is_country


@dataclass(frozen=True)
class Handlers:
    """wake: tells this worker's schedule to look at once; others see it when they look."""

    upkeeps: Upkeeps
    freshness: Freshness
    wake: Callable[[], None]

    async def group_defined(
        self, event: GroupCreated | GroupUpdated, _: Context
    ) -> Sequence[Event]:
        """A group may soon be generated: its market is in use, and is refreshed if it is stale."""
        upkeep = await self.upkeeps.use(market_of(event.definition.location))
        if self.freshness.is_due(upkeep, datetime.now(UTC)):
            self.wake()
        return []

    async def requested(self, event: SnapshotRequested, context: Context) -> Sequence[Event]:
        """Somebody wants this market refreshed, fresh or not."""
        if not is_country(event.market):
            raise PermanentError(f"no market {event.market!r}")
        await self.upkeeps.request(event.market, context.event_id)
        self.wake()
        return []
