"""The writer that needs no model: deterministic prose from the market data."""

from generator.domain import writer
from generator.ports import Written
from suara.markets import Snapshot, market
from suara.personas import Cast, Draft, Profile


class BuiltInWriter:
    """Runs on the event loop: a persona takes a few milliseconds."""

    name = writer.WRITER

    async def draft(self, cast: Cast) -> Written[Draft]:
        return Written(writer.draft(cast))

    async def profile(self, cast: Cast, draft: Draft, snapshot: Snapshot) -> Written[Profile]:
        return Written(writer.profile(cast, draft, market(cast.market), snapshot))
