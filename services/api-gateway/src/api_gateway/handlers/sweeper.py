"""Generations that make no progress: requested again, or ended."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from uuid import uuid4

import structlog
from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.outbox import Outbox
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.avatars import PATIENCE
from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.groups import Run
from api_gateway.domain.resumption import (
    Patience,
    Verdict,
    gave_up,
    resumed,
    unsettled,
    verdict,
)
from api_gateway.domain.scope import InGroup
from api_gateway.metrics import GIVEN_UP, RESUMED
from suara.events import GenerationRequested
from suara.generation import Progress, count
from suara.outages import OUTAGES
from suara.progress import Stage

_log = structlog.get_logger()

_REFUSED = "the message broker does not take the request"
_COUNTERS = {Verdict.RESUME: RESUMED, Verdict.GIVE_UP: GIVEN_UP}


@dataclass(frozen=True)
class Ruling:
    """end: the group, once its run was given up."""

    verdict: Verdict
    end: Progress | None = None


_WAIT = Ruling(Verdict.WAIT)


class Sweeper:
    """Goes by MongoDB's clock, which also stamps the progress.

    Each group is looked at in a transaction that locks it: sweeping twice at once is harmless.
    """

    def __init__(
        self,
        transactions: Transactions,
        groups: Groups,
        personas: Personas,
        outbox: Outbox,
        patience: Patience,
    ) -> None:
        self._transactions = transactions
        self._groups = groups
        self._personas = personas
        self._outbox = outbox
        self._patience = patience

    async def sweep(self) -> None:
        """Look at everything that is under way. Raises an outage."""
        at = await self._groups.clock()
        async for where, run in self._groups.under_way(at - self._patience.deadline):
            if verdict(run, self._patience, at) is not Verdict.WAIT:
                await self._settle(where, at)
        await self._personas.fail_redraws(at - PATIENCE)

    async def _settle(self, where: InGroup, at: datetime) -> None:
        try:
            ruling = await self._transactions.commit(partial(self._look, where, at), None)
        except OUTAGES:
            raise
        except NotFoundError:
            return
        except Exception as error:  # the other groups are not to blame
            _log.error("generation.not_swept", group_id=str(where.group_id), exc_info=error)
        else:
            _tell(where, ruling)

    async def _look(self, where: InGroup, at: datetime, session: Session) -> Change[Ruling]:
        group, order = await self._groups.lock(session, where)
        run = group.generation
        if run is None or not group.busy:
            return Change(_WAIT)
        ruling = verdict(run, self._patience, at)
        if ruling is Verdict.WAIT:
            return Change(_WAIT)
        request = requested(where, run)
        waiting = await self._outbox.find(session, request.first_id())
        if waiting and not waiting.refused:  # the broker is away, and nobody stalls
            await self._groups.set(session, where, {"generation.resumed_at": at})
            return Change(_WAIT)
        if ruling is Verdict.RESUME and not waiting:
            await self._groups.set(session, where, resumed(run, at))
            return Change(Ruling(ruling), [request], order)
        reason = _REFUSED if waiting else gave_up(run.resumptions)
        end = await self._end(session, request, run, reason)
        return Change(Ruling(Verdict.GIVE_UP, end), end.outcome if end else (), order)

    async def _end(
        self, session: Session, request: GenerationRequested, run: Run, reason: str
    ) -> Progress | None:
        """Late messages of the run may still make what is missing: that is as good."""
        steps = unsettled(run)
        undrawn = [persona for stage, persona in steps if stage is Stage.UNPORTRAYED]
        await self._personas.fail_portraits(session, undrawn)
        failed = any(stage is Stage.FAILED for stage, _ in steps)
        return await self._groups.advance(
            session, request, uuid4(), steps, reason if failed else ""
        )


def _tell(where: InGroup, ruling: Ruling) -> None:
    """What is committed, and so happened once, to the log and the metrics."""
    if ruling.verdict is Verdict.WAIT:
        return
    _log.warning("generation.stalled", group_id=str(where.group_id), then=ruling.verdict.value)
    _COUNTERS[ruling.verdict].inc()
    if ruling.end:
        count(ruling.end)


def requested(where: InGroup, run: Run) -> GenerationRequested:
    """What starts a run, and what resumes it."""
    return GenerationRequested(
        **asdict(where),
        generation_id=run.id,
        definition=run.definition,
        slots=run.slots,
        attempt=run.attempt,
    )
