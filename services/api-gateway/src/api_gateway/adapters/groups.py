"""Collection `groups`."""

import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ASCENDING, ReturnDocument

from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.groups import Group, Run
from api_gateway.domain.scope import InGroup, InProject
from suara.events import GenerationRequested
from suara.generation import Progress, Stage, advance
from suara.mongo import Database, Document, clock


class Groups:
    """Every change of a group starts with `lock`, or with `add`.

    `event_order` is a clock per group that never goes back, whichever gateway reads it: its
    nanoseconds, or one more than the last. It orders the group's events in the outbox.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._groups = database.groups

    async def in_project(self, where: InProject, session: Session | None = None) -> list[Group]:
        """Oldest first."""
        found = self._groups.find(_within(where), session=session)
        found = found.sort([("created_at", ASCENDING), ("_id", ASCENDING)])
        return [Group.model_validate(document) async for document in found]

    async def get(self, where: InGroup) -> Group:
        """Raises NotFoundError."""
        return _group(await self._groups.find_one(_at(where)))

    async def add(self, session: Session, group: Group) -> int:
        """Returns the order of the events that tell of it."""
        order = time.time_ns()
        document = group.model_dump(by_alias=True, exclude={"generation"})
        await self._groups.insert_one(document | {"event_order": order}, session=session)
        return order

    async def lock(self, session: Session, where: InGroup) -> tuple[Group, int]:
        """The group, for this transaction alone, and the order of the events that follow.

        Raises NotFoundError.
        """
        following = {"$add": [{"$ifNull": ["$event_order", 0]}, 1]}
        document = await self._groups.find_one_and_update(
            _at(where),
            [{"$set": {"event_order": {"$max": [time.time_ns(), following]}}}],
            session=session,
            return_document=ReturnDocument.AFTER,
        )
        return _group(document), 0 if document is None else document["event_order"]

    async def set(self, session: Session, where: InGroup, fields: dict[str, Any]) -> None:
        """Change fields of a locked group."""
        await self._groups.update_one(_at(where), {"$set": fields}, session=session)

    async def clock(self) -> datetime:
        """The database server's time, which `suara.generation` stamps progress with."""
        return await clock(self._database)

    async def under_way(self, requested_before: datetime) -> AsyncIterator[tuple[InGroup, Run]]:
        """The runs that are queued or going on and were requested before that moment."""
        async for document in self._groups.find(_under_way(requested_before)):
            group = _group(document)
            if group.generation:
                yield InGroup(group.company_id, group.project_id, group.id), group.generation

    async def progress(self, at: datetime) -> tuple[int, datetime | None]:
        """How many runs are queued or going on at that moment, which is now, and the time of the
        last progress of the one that has waited longest for more.
        """
        summary: Document = {
            "_id": None,
            "runs": {"$sum": 1},
            "oldest": {"$min": "$generation.updated_at"},
        }
        found = self._groups.aggregate([{"$match": _under_way(at)}, {"$group": summary}])
        async for row in found:
            return row["runs"], row["oldest"]
        return 0, None

    async def advance(
        self,
        session: Session,
        request: GenerationRequested,
        event_id: UUID,
        steps: Sequence[tuple[Stage, UUID]],
        reason: str,
    ) -> Progress | None:
        """See suara.generation.advance."""
        return await advance(
            self._database, request, event_id, steps, reason=reason, session=session
        )

    async def remove(self, session: Session, where: InGroup) -> None:
        await self._groups.delete_one(_at(where), session=session)


def _under_way(requested_before: datetime) -> Document:
    return {
        "generation_status": {"$in": ["pending", "generating"]},
        "generation.requested_at": {"$lte": requested_before},
    }


def _within(where: InProject | InGroup) -> Document:
    return {"company_id": where.company_id, "project_id": where.project_id}


def _at(where: InGroup) -> Document:
    return {"_id": where.group_id} | _within(where)


def _group(document: Document | None) -> Group:
    if document is None:
        raise NotFoundError("persona group")
    return Group.model_validate(document)
