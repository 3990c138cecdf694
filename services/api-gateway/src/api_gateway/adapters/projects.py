"""Collection `projects`."""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ASCENDING

from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.projects import Project
from api_gateway.domain.scope import InProject
from suara.mongo import Database, Document


class Projects:
    def __init__(self, database: Database) -> None:
        self._projects = database.projects
        self._settings = database.project_settings
        self._prompt_personas = database.prompt_personas
        self._images = database.images

    async def add(self, project: Project) -> None:
        await self._projects.insert_one(project.model_dump(by_alias=True))

    async def of_company(self, company_id: UUID) -> list[Project]:
        """Oldest first."""
        found = self._projects.find({"company_id": company_id})
        found = found.sort([("created_at", ASCENDING), ("_id", ASCENDING)])
        return [Project.model_validate(document) async for document in found]

    async def get(self, where: InProject) -> Project:
        """Raises NotFoundError."""
        return _project(await self._projects.find_one(_at(where)))

    async def lock(self, session: Session, where: InProject) -> Project:
        """Keep it as it is until the transaction ends. Raises NotFoundError."""
        # A write makes a transaction that deletes the project collide with this one.
        change = {"$inc": {"locks": 1}}
        return _project(
            await self._projects.find_one_and_update(_at(where), change, session=session)
        )

    async def remove(self, session: Session, where: InProject) -> None:
        """With its prompt personas, settings and images; groups are not touched."""
        inside = {"company_id": where.company_id, "project_id": where.project_id}
        for collection in (self._prompt_personas, self._images):
            await collection.delete_many(inside, session=session)
        for collection in (self._settings, self._projects):
            await collection.delete_one(_at(where), session=session)


def _at(where: InProject) -> Document:
    return {"_id": where.project_id, "company_id": where.company_id}


def _project(document: Document | None) -> Project:
    if document is None:
        raise NotFoundError("project")
    return Project.model_validate(document)
