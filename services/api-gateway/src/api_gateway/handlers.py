"""Requests that change something: state and events in one transaction. No HTTP in here."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import ConflictError, NotFoundError
from api_gateway.domain.fields import check_definition
from api_gateway.domain.generation import next_run, queued_text, with_notes
from api_gateway.domain.groups import Group, now
from api_gateway.domain.scope import InGroup, InProject
from suara.events import (
    Event,
    GenerationRequested,
    GroupCreated,
    GroupDeleted,
    GroupUpdated,
    PersonaDeleted,
    ProjectDeleted,
    SnapshotRequested,
)

_NOT_STARTED = "Not started"


class Handlers:
    """Every method takes the traceparent of its request, for the events it causes.

    Raises, all of them: NotFoundError; ConnectionFailure if MongoDB is away.
    """

    def __init__(
        self, transactions: Transactions, projects: Projects, groups: Groups, personas: Personas
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._groups = groups
        self._personas = personas

    async def delete_project(self, where: InProject, trace: str | None) -> None:
        """Remove the project with all that is in it."""

        async def work(session: Session) -> Change[None]:
            await self._projects.lock(session, where)
            events: list[Event] = [
                ProjectDeleted(company_id=where.company_id, project_id=where.project_id)
            ]
            order = time.time_ns()
            for group in await self._groups.in_project(where, session):
                inside = InGroup(where.company_id, where.project_id, group.id)
                order = max(order, await self._remove(session, inside))
                events.append(GroupDeleted(**_identity(inside)))
            await self._projects.remove(session, where)
            return Change(None, events, order)

        await self._transactions.commit(work, trace)

    async def create_group(
        self, where: InProject, fields: Mapping[str, Any], trace: str | None
    ) -> Group:
        """Raises InvalidFieldsError."""
        note = await _checked(fields)
        at = now()
        group = Group.model_validate(
            {
                **fields,
                "_id": uuid4(),
                "company_id": where.company_id,
                "project_id": where.project_id,
                "generation_progress": with_notes(_NOT_STARTED, note),
                "created_at": at,
                "updated_at": at,
            }
        )

        async def work(session: Session) -> Change[Group]:
            await self._projects.lock(session, where)
            order = await self._groups.add(session, group)
            inside = InGroup(where.company_id, where.project_id, group.id)
            return Change(group, [GroupCreated(**_identity(inside), **_described(group))], order)

        return await self._transactions.commit(work, trace)

    async def update_group(
        self, where: InGroup, fields: Mapping[str, Any], trace: str | None
    ) -> Group:
        """Change these fields only. Personas stay as they are. Raises InvalidFieldsError."""

        async def work(session: Session) -> Change[Group]:
            group, order = await self._groups.lock(session, where)
            changes = {**fields, "updated_at": now()}
            note = await _checked(group.model_dump() | changes)
            if group.generation is None:
                changes["generation_progress"] = with_notes(_NOT_STARTED, note)
            await self._groups.set(session, where, changes)
            changed = group.model_copy(update=changes)
            return Change(changed, [GroupUpdated(**_identity(where), **_described(changed))], order)

        return await self._transactions.commit(work, trace)

    async def delete_group(self, where: InGroup, trace: str | None) -> None:
        """Remove the group and its personas, whatever it is doing."""

        async def work(session: Session) -> Change[None]:
            order = await self._remove(session, where)
            return Change(None, [GroupDeleted(**_identity(where))], order)

        await self._transactions.commit(work, trace)

    async def generate(self, where: InGroup, trace: str | None) -> Group:
        """Start a run. Raises ConflictError if one is queued or going on."""

        async def work(session: Session) -> Change[Group]:
            group, order = await self._groups.lock(session, where)
            run = next_run(group, await _checked(group.model_dump()), now())
            changes = {
                "generation": run,
                "generation_status": "pending",
                "generation_progress": queued_text(run),
                "next_slot": max(group.next_slot, run.slots[-1] + 1),
                "updated_at": run.requested_at,
            }
            changed = group.model_copy(update=changes)
            await self._groups.set(session, where, changes | {"generation": run.model_dump()})
            if run.attempt == 1:
                await self._personas.remove_unfinished(session, where)
            requested = GenerationRequested(
                **_identity(where),
                generation_id=run.id,
                definition=run.definition,
                slots=run.slots,
                attempt=run.attempt,
            )
            return Change(changed, [requested], order)

        return await self._transactions.commit(work, trace)

    async def delete_personas(
        self, where: InGroup, persona_id: UUID | None, trace: str | None
    ) -> None:
        """Remove one persona, or all of the group. Raises ConflictError during a generation."""

        async def work(session: Session) -> Change[None]:
            group, order = await self._groups.lock(session, where)
            if group.busy:
                raise ConflictError(
                    "Personas of this group are being generated. Delete them when "
                    "generation_status is complete or failed, or delete the whole group."
                )
            keys = await self._personas.keys(session, where, persona_id)
            if persona_id and not keys:
                raise NotFoundError("persona")
            await self._personas.remove(session, where, persona_id)
            identity = _identity(where)
            events = [
                PersonaDeleted(
                    **identity, persona_id=key.persona_id, generation_id=key.generation_id
                )
                for key in keys
            ]
            return Change(None, events, order)

        await self._transactions.commit(work, trace)

    async def refresh_market(self, market: str, trace: str | None) -> None:
        """Have a market's snapshot refreshed, fresh or not. market: code of a country."""

        async def work(_: Session) -> Change[None]:
            return Change(None, [SnapshotRequested(market=market)], time.time_ns())

        await self._transactions.commit(work, trace)

    async def _remove(self, session: Session, where: InGroup) -> int:
        _, order = await self._groups.lock(session, where)
        await self._personas.remove(session, where)
        await self._groups.remove(session, where)
        return order


async def _checked(fields: Mapping[str, Any]) -> str:
    # Finding a place can read an index of half a second: not on the event loop.
    return await asyncio.to_thread(
        check_definition, fields.get("age_min"), fields.get("age_max"), fields.get("location")
    )


def _identity(where: InGroup) -> dict[str, UUID]:
    return {
        "company_id": where.company_id,
        "project_id": where.project_id,
        "group_id": where.group_id,
    }


def _described(group: Group) -> dict[str, Any]:
    return {"name": group.name, "definition": group.definition}
