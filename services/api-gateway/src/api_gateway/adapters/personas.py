"""Collection `personas`: written by generator and avatar, read and deleted by the gateway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ASCENDING

from api_gateway.domain.avatars import Avatar, PortrayedPersona
from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.scope import InGroup
from suara.llm import Usage
from suara.mongo import Database, Document
from suara.personas import Cast

# A document begins as the stages of a persona under way; `persona` is its end.
_FINISHED = {"persona": {"$ne": None}}
_COUNTS = tuple(Usage.model_fields)
_PAID_STAGES = ("draft", "profile", "portrait")


@dataclass(frozen=True)
class Key:
    """Which persona of which generation."""

    persona_id: UUID
    generation_id: UUID


class Personas:
    def __init__(self, database: Database) -> None:
        self._personas = database.personas

    async def in_group(self, where: InGroup) -> list[PortrayedPersona]:
        """Finished ones, in the order of their slots."""
        found = self._personas.find(_within(where) | _FINISHED)
        found = found.sort([("slot", ASCENDING), ("_id", ASCENDING)])
        return [_persona(document) async for document in found]

    async def get(
        self, where: InGroup, persona_id: UUID, session: Session | None = None
    ) -> PortrayedPersona:
        """Raises NotFoundError, also for one that is not finished."""
        return _persona(await self._finished(where, persona_id, session))

    async def cast(self, where: InGroup, persona_id: UUID, session: Session) -> tuple[UUID, Cast]:
        """The generation of a finished one, and the facts it began with. Raises NotFoundError."""
        document = await self._finished(where, persona_id, session)
        return document["generation_id"], Cast.model_validate(document["cast"])

    async def set_avatar(
        self, session: Session, where: InGroup, persona_id: UUID, avatar: Avatar
    ) -> None:
        """Record that another portrait was requested; the avatar service records the rest."""
        fields = {
            "avatar_status": avatar.status,
            "avatar_variation": avatar.variation,
            "avatar_requested_at": avatar.requested_at,
        }
        query = {"_id": persona_id} | _within(where)
        await self._personas.update_one(query, {"$set": fields}, session=session)

    async def fail_portraits(self, session: Session, persona_ids: Sequence[UUID]) -> None:
        """Let nobody wait for portraits that are not there yet. A late one still counts."""
        query = {"_id": {"$in": list(persona_ids)}, "avatar_status": {"$in": [None, "pending"]}}
        await self._personas.update_many(
            query, {"$set": {"avatar_status": "failed"}}, session=session
        )

    async def fail_redraws(self, requested_before: datetime) -> None:
        """The same for other portraits that were requested before that moment."""
        query = {
            "avatar_status": "pending",
            "avatar_requested_at": {"$lte": requested_before},
        }
        await self._personas.update_many(query, {"$set": {"avatar_status": "failed"}})

    async def usage(self, groups: Sequence[UUID]) -> Mapping[UUID, Usage]:
        """What each group's personas cost, finished or not: zeros for those that cost nothing."""
        rows = self._personas.aggregate(
            [
                {"$match": {"group_id": {"$in": list(groups)}, "usage": {"$ne": None}}},
                {"$group": {"_id": "$group_id"} | {name: _total(name) for name in _COUNTS}},
            ]
        )
        paid = {row["_id"]: Usage.model_validate(row) async for row in rows}
        return {group: paid.get(group, Usage()) for group in groups}

    async def keys(
        self, session: Session, where: InGroup, persona_id: UUID | None = None
    ) -> list[Key]:
        """Of the finished ones: all of the group, or that one if it is there."""
        query = _within(where) | _FINISHED | ({"_id": persona_id} if persona_id else {})
        found = self._personas.find(query, {"generation_id": 1}, session=session)
        return [Key(document["_id"], document["generation_id"]) async for document in found]

    async def remove_unfinished(self, session: Session, where: InGroup) -> None:
        """Remove what an earlier run of the group left behind: nobody waits for it any more."""
        await self._personas.delete_many(_within(where) | {"persona": None}, session=session)

    async def remove(
        self, session: Session, where: InGroup, persona_id: UUID | None = None
    ) -> None:
        """Remove one, or all of the group, unfinished ones included."""
        query = _within(where) | ({"_id": persona_id} if persona_id else {})
        await self._personas.delete_many(query, session=session)

    async def document(self, where: InGroup, persona_id: UUID, session: Session) -> Document | None:
        """As it is stored, finished or not."""
        return await self._personas.find_one({"_id": persona_id} | _within(where), session=session)

    async def _finished(
        self, where: InGroup, persona_id: UUID, session: Session | None
    ) -> Document:
        query = {"_id": persona_id} | _within(where) | _FINISHED
        document = await self._personas.find_one(query, session=session)
        if document is None:
            raise NotFoundError("persona")
        return document


def _total(count: str) -> Document:
    stages = [{"$ifNull": [f"$usage.{stage}.{count}", 0]} for stage in _PAID_STAGES]
    return {"$sum": {"$add": stages}}


def _within(where: InGroup) -> Document:
    return {
        "company_id": where.company_id,
        "project_id": where.project_id,
        "group_id": where.group_id,
    }


def _persona(document: Document) -> PortrayedPersona:
    persona = document["persona"]
    url = document.get("avatar_url") or persona.get("avatar_url")
    # One from the library has its portrait from the beginning, or will have none.
    at_first = "ready" if url else "failed" if persona.get("library_persona_id") else "pending"
    avatar = Avatar(
        status=document.get("avatar_status") or at_first,
        source=document.get("avatar_source"),
        keys=document.get("avatar_keys") or {},
        url=url,
        variation=document.get("avatar_variation") or 0,
        requested_at=document.get("avatar_requested_at"),
    )
    return PortrayedPersona.model_validate(persona | {"avatar_url": url, "avatar": avatar})
