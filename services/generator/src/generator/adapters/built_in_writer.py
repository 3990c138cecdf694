"""The writer that needs no model: deterministic prose from the market data."""

from generator.domain import writer
from suara.markets import Snapshot, market
from suara.personas import Cast, Draft, Profile


class BuiltInWriter:
    """Runs on the event loop: a persona takes a few milliseconds."""

    name = writer.WRITER
    model: str | None = None

    async def draft(self, cast: Cast) -> Draft:
        return writer.draft(cast)

    async def profile(self, cast: Cast, draft: Draft, snapshot: Snapshot) -> Profile:
        return writer.profile(cast, draft, market(cast.market), snapshot)
