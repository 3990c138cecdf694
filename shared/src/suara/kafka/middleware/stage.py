"""How long a stage of a generation takes, from the event that asks for it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from suara.events import Event
from suara.kafka.routes import Context, Handler
from suara.telemetry.generations import STAGE_SECONDS


def timed_stage(handler: Handler, stage: str | None) -> Handler:
    """Around all tries and waiting. Nothing follows from what nobody waits for: it is no stage."""
    if stage is None:
        return handler
    done, failed = (STAGE_SECONDS.labels(stage, outcome) for outcome in ("ok", "failed"))

    async def handle(event: Any, context: Context) -> Sequence[Event]:
        try:
            events = await handler(event, context)
        except Exception:
            failed.observe(_since(context.time))
            raise
        if events:
            done.observe(_since(context.time))
        return events

    return handle


def _since(moment: datetime) -> float:
    """In seconds. Clocks of two machines may disagree."""
    return max((datetime.now(UTC) - moment).total_seconds(), 0.0)
