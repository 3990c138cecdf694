"""Requests that change prompt personas."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import structlog
from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.images import Images
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.prompt_personas import PromptPersonas
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import Fault, InvalidFieldsError
from api_gateway.domain.groups import now
from api_gateway.domain.headers import Headers
from api_gateway.domain.prompt_personas import PromptPersona
from api_gateway.domain.scope import InProject
from suara import object_keys
from suara.errors import SuaraError
from suara.storage import ObjectStore

_log = structlog.get_logger()


class PromptPersonaHandlers:
    """Every change locks the project first, so that nothing it names can go away meanwhile.

    Raises, all of them: NotFoundError; ConnectionFailure if MongoDB is away.
    """

    def __init__(
        self,
        transactions: Transactions,
        projects: Projects,
        personas: PromptPersonas,
        images: Images,
        objects: ObjectStore,
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._personas = personas
        self._images = images
        self._objects = objects

    async def create(
        self, where: InProject, fields: Mapping[str, Any], headers: Headers | None
    ) -> PromptPersona:
        """Raises ConflictError if the name is taken."""
        at = now()
        scope = {"company_id": where.company_id, "project_id": where.project_id}
        persona = PromptPersona.model_validate(
            {**fields, **scope, "_id": uuid4(), "created_at": at, "updated_at": at}
        )

        async def work(session: Session) -> Change[PromptPersona]:
            await self._projects.lock(session, where)
            await self._personas.add(session, persona, headers)
            return Change(persona)

        return await self._transactions.commit(work, None)

    async def change(
        self, where: InProject, persona_id: UUID, fields: Mapping[str, Any]
    ) -> PromptPersona:
        """Change these fields only.

        Raises ConflictError if the name is taken; InvalidFieldsError for a strange image.
        """
        image = fields.get("image_id")

        async def work(session: Session) -> Change[PromptPersona]:
            await self._projects.lock(session, where)
            if image is not None and await self._images.missing(where, [image], session):
                await self._personas.get(where, persona_id, session)
                fault = Fault("imageUrl", "must be the id of an image of this project")
                raise InvalidFieldsError([fault])
            changes = {**fields, "updated_at": now()}
            return Change(await self._personas.change(session, where, persona_id, changes))

        return await self._transactions.commit(work, None)

    async def delete(self, where: InProject, persona_id: UUID) -> None:
        """Remove the persona, and its portrait unless something else shows it."""

        async def work(session: Session) -> Change[str | None]:
            await self._projects.lock(session, where)
            persona = await self._personas.remove(session, where, persona_id)
            image = persona.image_id
            unshown = image is not None and await self._images.remove_unshown(session, where, image)
            return Change(image if unshown else None)

        image = await self._transactions.commit(work, None)
        if image is not None:
            await self._forget(object_keys.image(where.project_id, image))

    async def _forget(self, key: str) -> None:
        # The persona is gone whatever comes of this: `suara avatars gc` finds what stays behind.
        try:
            await self._objects.delete(key)
        except SuaraError as error:
            _log.warning("image.left_behind", key=key, reason=str(error))
