"""Projects, removed with all that is in them."""

import time
from dataclasses import asdict

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.scope import InGroup, InProject
from api_gateway.handlers.groups import removed
from suara.events import Event, GroupDeleted, ProjectDeleted


class ProjectHandlers:
    def __init__(
        self, transactions: Transactions, projects: Projects, groups: Groups, personas: Personas
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._groups = groups
        self._personas = personas

    async def delete(self, where: InProject, trace: str | None) -> None:
        """Raises NotFoundError."""

        async def work(session: Session) -> Change[None]:
            await self._projects.lock(session, where)
            events: list[Event] = [ProjectDeleted(**asdict(where))]
            order = time.time_ns()
            for group in await self._groups.in_project(where, session):
                inside = InGroup(where.company_id, where.project_id, group.id)
                order = max(order, await removed(self._groups, self._personas, session, inside))
                events.append(GroupDeleted(**asdict(inside)))
            await self._projects.remove(session, where)
            return Change(None, events, order)

        await self._transactions.commit(work, trace)
