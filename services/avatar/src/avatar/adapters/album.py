"""Prompt personas and their images in MongoDB: who waits for a portrait, and which is whose."""

from datetime import UTC, datetime

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from avatar.prompt_portraits import Asked, Kept, NewImage
from suara.events import PromptPortraitRequested
from suara.images import remove_unshown
from suara.mongo import Database, Document


class MongoAlbum:
    """In `prompt_personas` {image_id, portrait: {request_id, image_id}}, which the gateway begins
    with each request; in `images` {source: generated, request_id} and the rest of an image.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._projects = database.projects
        self._personas = database.prompt_personas
        self._images = database.images

    async def asked(self, request: PromptPortraitRequested) -> Asked | None:
        found = await self._personas.find_one(_waiting(request), {"portrait": 1})
        return Asked(found["portrait"].get("image_id")) if found else None

    async def keep(self, request: PromptPortraitRequested, image: NewImage) -> Kept | None:
        async def work(session: Session) -> Kept | None:
            return await self._keep(session, request, image)

        async with await self._database.client.start_session() as session:
            kept: Kept | None = await session.with_transaction(work)
            return kept

    async def _keep(
        self, session: Session, request: PromptPortraitRequested, image: NewImage
    ) -> Kept | None:
        # As in the gateway: what changes a project's images locks it first.
        query = {"_id": request.project_id, "company_id": request.company_id}
        locked = await self._projects.update_one(query, {"$inc": {"locks": 1}}, session=session)
        changes = {
            "image_id": image.image_id,
            "portrait.image_id": image.image_id,
            "updated_at": datetime.now(UTC),
        }
        before = locked.matched_count and await self._personas.find_one_and_update(
            _waiting(request) | {"portrait.image_id": None},
            {"$set": changes},
            {"image_id": 1},
            session=session,
        )
        if not before:
            return None
        await self._images.update_one(
            {"_id": f"{request.project_id}/{image.image_id}"},
            {"$setOnInsert": _document(request, image), "$set": {"request_id": request.request_id}},
            upsert=True,
            session=session,
        )
        former = before.get("image_id")
        left_over = former and await remove_unshown(
            self._database, session, request.project_id, former
        )
        return Kept(former if left_over else None)


def _waiting(request: PromptPortraitRequested) -> Document:
    return {
        "_id": request.persona_id,
        "company_id": request.company_id,
        "project_id": request.project_id,
        "portrait.request_id": request.request_id,
    }


def _document(request: PromptPortraitRequested, image: NewImage) -> Document:
    return {
        "image_id": image.image_id,
        "company_id": request.company_id,
        "project_id": request.project_id,
        "content_type": "image/png",
        "width": image.width,
        "height": image.height,
        "bytes": image.bytes,
        "source": "generated",
        "created_at": datetime.now(UTC),
    }
