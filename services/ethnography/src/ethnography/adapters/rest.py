"""A source that asked to be left alone is left alone, by every worker, until its time is over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from ethnography.adapters.web import Throttled
from ethnography.domain.verbatims import SourceName
from ethnography.ports import SourceError, SourceStates


@asynccontextmanager
async def resting(states: SourceStates, source: SourceName) -> AsyncIterator[None]:
    """Raises SourceError at once while it rests; what is Throttled in the block makes it rest."""
    key = f"{source}/rest"
    until = _time((await states.load(key)).get("until"))
    if until and until > datetime.now(UTC):
        raise SourceError(f"asked to be left alone until {until:%Y-%m-%d %H:%M} UTC", "throttled")
    try:
        yield
    except Throttled as error:
        end = datetime.now(UTC) + timedelta(seconds=error.wait)
        await states.save(key, {"until": end.isoformat()})
        raise


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
