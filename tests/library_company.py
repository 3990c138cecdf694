"""What the generator and the library service would have left in a company's collections."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from suara.library import Promotion, library_document
from suara.mongo import Database, Document
from suara.testing.samples import a_cast, a_persona

START = datetime(2026, 1, 1, tzinfo=UTC)


def ids(path: str) -> tuple[UUID, UUID]:
    """Project and group of a group's path."""
    parts = path.split("/")
    return UUID(parts[4]), UUID(parts[6])


class LibraryCompany:
    """Works behind the back of the API, in the company of its client."""

    def __init__(self, api: Any, database: Database) -> None:
        self.api = api
        self.database = database

    async def written(self, path: str, **fields: Any) -> UUID:
        """A finished persona of the group at that path."""
        document = self._document(path, fields)
        await self.database.personas.insert_one(document)
        return document["_id"]

    async def promoted(self, path: str, at: datetime = START, **fields: Any) -> UUID:
        """The same, in the library since that time."""
        document = self._document(path, fields)
        await self.database.personas.insert_one(document)
        promotion = Promotion(reason="consistent", automatic=True, at=at)
        await self.database.library_personas.insert_one(library_document(document, promotion))
        return document["_id"]

    async def claimed(self, path: str, library_persona_id: UUID, at: datetime) -> UUID:
        """A reused one in the group at that path."""
        reused = await self.written(path, library_persona_id=library_persona_id)
        project, group = ids(path)
        await self.database.library_claims.insert_one(
            {
                "_id": reused,
                "company_id": self.api.company,
                "project_id": project,
                "group_id": group,
                "library_persona_id": library_persona_id,
                "claimed_at": at,
            }
        )
        return reused

    async def twin(self, persona_id: UUID) -> Document | None:
        return await self.database.library_vectors.find_one({"_id": persona_id})

    def _document(self, path: str, fields: dict[str, Any]) -> Document:
        project, group = ids(path)
        facts = {name: fields[name] for name in fields if name != "library_persona_id"}
        persona = a_persona(id=uuid4(), **fields)
        return {
            "_id": persona.id,
            "company_id": self.api.company,
            "project_id": project,
            "group_id": group,
            "generation_id": uuid4(),
            "slot": 0,
            "cast": a_cast(**facts).model_dump(mode="json"),
            "persona": persona.model_dump(mode="json"),
            "avatar_url": "http://s3/portrait.png",
            "avatar_keys": {"image": "portraits/portrait.png"},
        }
