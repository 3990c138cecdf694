"""Requests that change the library, or tell what its personas answered."""

import time
from collections.abc import Sequence
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.library import Library
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import ConflictError, NotFoundError
from api_gateway.domain.groups import Group, now
from api_gateway.domain.scope import InGroup, InProject
from suara.events import PersonaPromoted, PersonaRetired, SimulationResponded
from suara.library import Promotion, enter, library_document, reactivate, retire
from suara.mongo import Database, Document

RETIRED_BY_HAND = "retired by a user"


class LibraryHandlers:
    """All raise NotFoundError."""

    def __init__(
        self,
        database: Database,
        transactions: Transactions,
        projects: Projects,
        groups: Groups,
        personas: Personas,
        library: Library,
    ) -> None:
        self._database = database
        self._transactions = transactions
        self._projects = projects
        self._groups = groups
        self._personas = personas
        self._library = library

    async def promote(
        self, where: InGroup, persona_id: UUID, reason: str, trace: str | None
    ) -> tuple[UUID, bool]:
        """Who is now in the library, and whether that individual was never there before.

        Raises ConflictError while the persona is being generated.
        """

        async def work(session: Session) -> Change[tuple[UUID, bool]]:
            group, order = await self._groups.lock(session, where)
            origin = await self._finished(session, where, group, persona_id)
            individual = _individual(origin)
            there = await self._library.find(where.company_id, individual, session)
            if there and there.status == "active":
                return Change((individual, False))
            promotion = Promotion(reason=reason, automatic=False, at=now())
            if there:
                await reactivate(self._database, session, individual, promotion)
            elif individual != persona_id:
                raise NotFoundError("library persona that this one was made from")
            else:
                await enter(self._database, session, library_document(origin, promotion))
            told = PersonaPromoted(
                company_id=where.company_id,
                persona_id=individual,
                reason=reason,
                automatic=False,
                score=_score(origin),
            )
            return Change((individual, there is None), [told], order)

        return await self._transactions.commit(work, trace)

    async def retire(
        self, company_id: UUID, persona_id: UUID, reason: str | None, trace: str | None
    ) -> None:
        """Keep a library persona for history only. Who is retired stays as it is."""

        async def work(session: Session) -> Change[None]:
            there = await self._library.find(company_id, persona_id, session)
            if there is None:
                raise NotFoundError("library persona")
            if there.status == "retired":
                return Change(None)
            why = reason or RETIRED_BY_HAND
            await retire(self._database, session, persona_id, why, now())
            told = PersonaRetired(
                company_id=company_id,
                persona_id=persona_id,
                reason=why,
                automatic=False,
                score=there.reliability.score if there.reliability else None,
            )
            return Change(None, [told], time.time_ns())

        await self._transactions.commit(work, trace)

    async def record(
        self, where: InProject, responses: Sequence[SimulationResponded], trace: str | None
    ) -> None:
        """Pass answers on. Whether their personas exist is found out later."""
        await self._projects.get(where)

        async def work(_: Session) -> Change[None]:
            return Change(None, responses, time.time_ns())

        await self._transactions.commit(work, trace)

    async def _finished(
        self, session: Session, where: InGroup, group: Group, persona_id: UUID
    ) -> Document:
        found = await self._personas.document(where, persona_id, session)
        run = group.generation
        if found and group.busy and run and found["generation_id"] == run.id:
            raise ConflictError(
                "This persona is being generated. Promote it when the group's generation_status "
                "is complete or failed."
            )
        if found is None or found.get("persona") is None:
            raise NotFoundError("persona")
        return found


def _individual(origin: Document) -> UUID:
    return UUID(str(origin["persona"].get("library_persona_id") or origin["_id"]))


def _score(origin: Document) -> float | None:
    score = (origin.get("reliability") or {}).get("score")
    return None if score is None else float(score)
