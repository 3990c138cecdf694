"""How long the outbox is, for operators."""

import asyncio
from dataclasses import asdict

import structlog

from api_gateway.adapters.outbox import Backlog, Outbox
from api_gateway.metrics import OUTBOX_MESSAGES, OUTBOX_OLDEST_SECONDS
from suara.outages import OUTAGES

_log = structlog.get_logger()

_EVERY_SECONDS = 5.0
_OLD_SECONDS = 60.0


class BacklogWatch:
    """Looks every few seconds, for health and metrics, so that no probe costs a query.

    Logs `relay.backlog` when a message has waited for a minute, and `relay.caught_up` when none
    has any more.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._old = False
        self.last = Backlog()
        """What there was at the last look."""

    async def run(self) -> None:
        """Look until it is cancelled."""
        while True:
            try:
                await self.look()
            except OUTAGES as error:
                _log.warning("backlog.unknown", error=repr(error))
            except Exception as error:
                _log.error("backlog.unknown", exc_info=error)
            await asyncio.sleep(_EVERY_SECONDS)

    async def look(self) -> None:
        """Raises what the database raises."""
        self.last = await self._outbox.backlog()
        OUTBOX_MESSAGES.labels("waiting").set(self.last.waiting)
        OUTBOX_MESSAGES.labels("refused").set(self.last.refused)
        OUTBOX_OLDEST_SECONDS.set(self.last.oldest_seconds)
        old = self.last.oldest_seconds >= _OLD_SECONDS
        if old and not self._old:
            _log.warning("relay.backlog", **asdict(self.last))
        if self._old and not old:
            _log.info("relay.caught_up", **asdict(self.last))
        self._old = old
