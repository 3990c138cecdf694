"""Which prompt persona waits for a portrait: field `portrait` of its document."""

from datetime import datetime
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.domain.errors import ConflictError
from api_gateway.domain.groups import now
from api_gateway.domain.scope import InProject
from suara.mongo import Database, Document


class PortraitRequests:
    """In `prompt_personas`: {portrait: {request_id, expires_at, image_id}}.

    The avatar service sets portrait.image_id, together with the persona's own, once it is there.
    """

    def __init__(self, database: Database) -> None:
        self._personas = database.prompt_personas

    async def begin(
        self,
        session: Session,
        where: InProject,
        persona_id: UUID,
        request_id: UUID,
        expires_at: datetime,
    ) -> None:
        """Raises ConflictError while another request of this persona is under way."""
        nobody_waits: list[Document] = [
            {"portrait": None},
            {"portrait.image_id": {"$ne": None}},
            {"portrait.expires_at": {"$lte": now()}},
        ]
        portrait = {"request_id": request_id, "expires_at": expires_at, "image_id": None}
        begun = await self._personas.update_one(
            _at(where, persona_id) | {"$or": nobody_waits},
            {"$set": {"portrait": portrait}},
            session=session,
        )
        if not begun.matched_count:
            raise ConflictError("A portrait of this persona is being made already: wait for it.")

    async def is_done(self, where: InProject, persona_id: UUID, request_id: UUID) -> bool:
        """Whether the image that was asked for is stored, and the persona's."""
        asked = {"portrait.request_id": request_id, "portrait.image_id": {"$ne": None}}
        query = _at(where, persona_id) | asked
        return await self._personas.find_one(query, {"_id": 1}) is not None

    async def forget(self, where: InProject, persona_id: UUID, request_id: UUID) -> None:
        """Let the next one be made."""
        query = _at(where, persona_id) | {"portrait.request_id": request_id}
        await self._personas.update_one(query, {"$unset": {"portrait": ""}})


def _at(where: InProject, persona_id: UUID) -> Document:
    scope = {"company_id": where.company_id, "project_id": where.project_id}
    return {"_id": persona_id} | scope
