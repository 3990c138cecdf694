"""Collections `library_personas` and `library_claims`: a company's proven personas, and their use.

What changes the first, and its twin `library_vectors`, is in `suara.library`.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import DESCENDING

from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.library import Cursor, Entry, Use, Wanted
from suara.library import LibraryPersona
from suara.mongo import Database, Document

_NEWEST_FIRST = [("promoted_at", DESCENDING), ("_id", DESCENDING)]
MOST_USES = 1_000


class Library:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._personas = database.library_personas
        self._claims = database.library_claims

    async def page(
        self, company_id: UUID, wanted: Wanted, limit: int, after: Cursor | None
    ) -> tuple[list[Entry], Cursor | None]:
        """Newest first, and where the next page begins; None after the last one."""
        query = {"company_id": company_id} | _query(wanted) | (_behind(after) if after else {})
        found = self._personas.find(query).sort(_NEWEST_FIRST).limit(limit + 1)
        personas = [LibraryPersona.read(document) async for document in found]
        page = personas[:limit]
        following = Cursor(page[-1].promoted_at, page[-1].id) if len(personas) > limit else None
        return await self._entries(company_id, page), following

    async def entry(self, company_id: UUID, persona_id: UUID) -> Entry:
        """Raises NotFoundError."""
        persona = await self.find(company_id, persona_id)
        if persona is None:
            raise NotFoundError("library persona")
        [entry] = await self._entries(company_id, [persona])
        return entry

    async def find(
        self, company_id: UUID, persona_id: UUID, session: Session | None = None
    ) -> LibraryPersona | None:
        query = {"_id": persona_id, "company_id": company_id}
        found = await self._personas.find_one(query, session=session)
        return LibraryPersona.read(found) if found else None

    async def uses(self, company_id: UUID, persona_id: UUID) -> list[Use]:
        """Where it was made, then who reuses it, latest first. Raises NotFoundError."""
        persona = (await self.entry(company_id, persona_id)).persona
        found = self._claims.find({"company_id": company_id, "library_persona_id": persona_id})
        found = found.sort("claimed_at", DESCENDING).limit(MOST_USES)
        claims = [document async for document in found]
        origin = _origin(persona)
        groups = await self._names("groups", company_id, [*origin, *claims])
        projects = await self._names("projects", company_id, [*origin, *claims])
        # A claim of a group that is gone is about to be released.
        lasting = [claim for claim in claims if claim["group_id"] in groups]
        return [_use(document, groups, projects) for document in [*origin, *lasting]]

    async def _entries(self, company_id: UUID, personas: Sequence[LibraryPersona]) -> list[Entry]:
        ids = [persona.id for persona in personas]
        rows = self._claims.aggregate(
            [
                {"$match": {"company_id": company_id, "library_persona_id": {"$in": ids}}},
                {"$group": {"_id": "$library_persona_id", "uses": {"$sum": 1}}},
            ]
        )
        uses = {row["_id"]: row["uses"] async for row in rows}
        return [Entry(persona, uses.get(persona.id, 0)) for persona in personas]

    async def _names(
        self, collection: str, company_id: UUID, uses: Sequence[Document]
    ) -> dict[UUID, str]:
        """Id -> name, of those groups or projects that are still there."""
        ids = list({use[f"{collection.removesuffix('s')}_id"] for use in uses})
        query = {"_id": {"$in": ids}, "company_id": company_id}
        found = self._database[collection].find(query, {"name": 1})
        return {document["_id"]: document["name"] async for document in found}


def _query(wanted: Wanted) -> Document:
    query: dict[str, Any] = {"status": wanted.status}
    if wanted.gender and wanted.gender != "All":
        query["gender"] = wanted.gender
    if wanted.income_level:
        query["income_level"] = wanted.income_level
    ages = {"$gte": wanted.age_min, "$lte": wanted.age_max}
    if ages := {operator: age for operator, age in ages.items() if age is not None}:
        query["age"] = ages
    for name, part in (("location", wanted.location), ("occupation", wanted.occupation)):
        if part:
            query[name] = {"$regex": re.escape(part), "$options": "i"}
    return query


def _behind(cursor: Cursor) -> Document:
    at, last = cursor.promoted_at, cursor.persona_id
    return {"$or": [{"promoted_at": {"$lt": at}}, {"promoted_at": at, "_id": {"$lt": last}}]}


def _origin(persona: LibraryPersona) -> list[Document]:
    """Shaped like a claim."""
    if persona.source is None:
        return []
    made = {"_id": persona.id, "claimed_at": persona.persona.created_at, "origin": True}
    return [made | persona.source.model_dump()]


def _use(document: Document, groups: dict[UUID, str], projects: dict[UUID, str]) -> Use:
    return Use(
        project_id=document["project_id"],
        project_name=projects.get(document["project_id"]),
        group_id=document["group_id"],
        group_name=groups.get(document["group_id"]),
        persona_id=document["_id"],
        origin=document.get("origin", False),
        used_at=document["claimed_at"],
    )
