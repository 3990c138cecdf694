"""Collection `images`: what is known of each; the content lies in the object store."""

from collections.abc import Sequence

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.domain.errors import NotFoundError
from api_gateway.domain.images import Image
from api_gateway.domain.scope import InProject
from suara.images import remove_unshown
from suara.mongo import Database, Document


class Images:
    """An id is unique within its project: `_id` is "<project>/<image id>"."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._images = database.images

    async def get(self, where: InProject, image_id: str, session: Session | None = None) -> Image:
        """Raises NotFoundError."""
        document = await self._images.find_one(_at(where, image_id), session=session)
        if document is None:
            raise NotFoundError("image")
        return Image.model_validate(document)

    async def missing(
        self, where: InProject, image_ids: Sequence[str], session: Session | None = None
    ) -> list[str]:
        """Those that are no images of this project, in the same order."""
        wanted = {"_id": {"$in": [_key(where, image_id) for image_id in image_ids]}}
        query = wanted | {"company_id": where.company_id}
        found = self._images.find(query, {"image_id": 1}, session=session)
        known = {document["image_id"] async for document in found}
        return [image_id for image_id in image_ids if image_id not in known]

    async def count(self, where: InProject, session: Session) -> int:
        query = {"company_id": where.company_id, "project_id": where.project_id}
        return await self._images.count_documents(query, session=session)

    async def add(self, session: Session | None, image: Image) -> None:
        """One that is there already stays as it is: the same id is the same content."""
        where = InProject(image.company_id, image.project_id)
        new = {"$setOnInsert": image.model_dump()}
        key = {"_id": _key(where, image.image_id)}
        await self._images.update_one(key, new, upsert=True, session=session)

    async def remove_unshown(self, session: Session, where: InProject, image_id: str) -> bool:
        """See suara.images.remove_unshown."""
        return await remove_unshown(self._database, session, where.project_id, image_id)


def _key(where: InProject, image_id: str) -> str:
    return f"{where.project_id}/{image_id}"


def _at(where: InProject, image_id: str) -> Document:
    return {"_id": _key(where, image_id), "company_id": where.company_id}
