"""Changes of a persona group, and its generations."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.groups import Groups
from api_gateway.adapters.personas import Personas
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.fields import check_definition
from api_gateway.domain.generation import next_run, queued_text, with_notes
from api_gateway.domain.groups import Group, now
from api_gateway.domain.scope import InGroup, InProject
from api_gateway.handlers.sweeper import requested
from suara.events import GroupCreated, GroupDeleted, GroupUpdated

_NOT_STARTED = "Not started"


class GroupHandlers:
    """All raise NotFoundError."""

    def __init__(
        self, transactions: Transactions, projects: Projects, groups: Groups, personas: Personas
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._groups = groups
        self._personas = personas

    async def create(self, where: InProject, fields: Mapping[str, Any], trace: str | None) -> Group:
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
            return Change(group, [GroupCreated(**asdict(inside), **_described(group))], order)

        return await self._transactions.commit(work, trace)

    async def update(self, where: InGroup, fields: Mapping[str, Any], trace: str | None) -> Group:
        """Change these fields only. Personas stay as they are. Raises InvalidFieldsError."""

        async def work(session: Session) -> Change[Group]:
            group, order = await self._groups.lock(session, where)
            changes = {**fields, "updated_at": now()}
            note = await _checked(group.model_dump() | changes)
            if group.generation is None:
                changes["generation_progress"] = with_notes(_NOT_STARTED, note)
            await self._groups.set(session, where, changes)
            changed = group.model_copy(update=changes)
            return Change(changed, [GroupUpdated(**asdict(where), **_described(changed))], order)

        return await self._transactions.commit(work, trace)

    async def delete(self, where: InGroup, trace: str | None) -> None:
        """Remove the group and its personas, whatever it is doing."""

        async def work(session: Session) -> Change[None]:
            order = await removed(self._groups, self._personas, session, where)
            return Change(None, [GroupDeleted(**asdict(where))], order)

        await self._transactions.commit(work, trace)

    async def generate(self, where: InGroup, trace: str | None) -> Group:
        """Start a run. Raises ConflictError if one is queued or going on."""

        async def work(session: Session) -> Change[Group]:
            group, order = await self._groups.lock(session, where)
            run = next_run(group, await _checked(group.model_dump()), now())
            run = run.model_copy(update={"traceparent": trace})
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
            return Change(changed, [requested(where, run)], order)

        return await self._transactions.commit(work, trace)


async def removed(groups: Groups, personas: Personas, session: Session, where: InGroup) -> int:
    """Remove a group with its personas; returns the order of the event that tells of it."""
    _, order = await groups.lock(session, where)
    await personas.remove(session, where)
    await groups.remove(session, where)
    return order


async def _checked(fields: Mapping[str, Any]) -> str:
    # Finding a place can read an index of half a second: not on the event loop.
    return await asyncio.to_thread(
        check_definition, fields.get("age_min"), fields.get("age_max"), fields.get("location")
    )


def _described(group: Group) -> dict[str, Any]:
    return {"name": group.name, "definition": group.definition}
