"""One MongoDB transaction for a change of state and its events."""

from collections.abc import Callable

import stamina
from pymongo.errors import PyMongoError

from api_gateway.adapters.outbox import Outbox
from api_gateway.changes import Result, Work
from suara.mongo import Database
from suara.outages import OUTAGES

_CONTENTION_SECONDS = 5.0


class Transactions:
    """Commits state and events together, or neither.

    committed: called after each commit that put events into the outbox.
    """

    def __init__(self, database: Database, outbox: Outbox, committed: Callable[[], None]) -> None:
        self._client = database.client
        self._outbox = outbox
        self._committed = committed

    async def commit(self, work: Work[Result], traceparent: str | None) -> Result:
        """Run `work`, again where it collides with another writer, and commit it.

        Raises:
            ConnectionFailure: MongoDB is away; at once, unlike the driver's own helper.
            OperationFailure: other writers kept colliding for seconds.
        """
        # Waits are jittered: colliding writers would collide again.
        async for attempt in stamina.retry_context(
            on=is_collision,
            attempts=None,
            timeout=_CONTENTION_SECONDS,
            wait_initial=0.01,
            wait_jitter=0.05,
            wait_max=0.3,
        ):
            with attempt:
                return await self._once(work, traceparent)
        raise AssertionError("unreachable: retry_context returns or raises")

    async def _once(self, work: Work[Result], traceparent: str | None) -> Result:
        async with await self._client.start_session() as session, session.start_transaction():
            change = await work(session)
            await self._outbox.add(session, change, change.traceparent or traceparent)
        if change.events:
            self._committed()
        return change.result


def is_collision(error: Exception) -> bool:
    """Whether another writer was faster, so that the same transaction can be tried again."""
    return (
        isinstance(error, PyMongoError)
        and not isinstance(error, OUTAGES)
        and error.has_error_label("TransientTransactionError")
    )
