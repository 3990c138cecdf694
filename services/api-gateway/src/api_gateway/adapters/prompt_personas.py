"""Collection `prompt_personas`. Headers are encrypted; only `headers` reads them."""

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pymongo import ASCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from api_gateway.domain.errors import ConflictError, NotFoundError
from api_gateway.domain.headers import Headers
from api_gateway.domain.prompt_personas import PromptPersona
from api_gateway.domain.scope import InProject
from suara.encryption import Encryption
from suara.mongo import Database, Document

_SHOWN = {"headers": 0}


class PromptPersonas:
    """Names are unique within a project, by an index."""

    def __init__(self, database: Database, encryption: Encryption) -> None:
        self._personas = database.prompt_personas
        self._encryption = encryption

    async def in_project(
        self, where: InProject, session: Session | None = None
    ) -> list[PromptPersona]:
        """Oldest first."""
        found = self._personas.find(_within(where), _SHOWN, session=session)
        found = found.sort([("created_at", ASCENDING), ("_id", ASCENDING)])
        return [PromptPersona.model_validate(document) async for document in found]

    async def get(
        self, where: InProject, persona_id: UUID, session: Session | None = None
    ) -> PromptPersona:
        """Raises NotFoundError."""
        query = _at(where, persona_id)
        return _persona(await self._personas.find_one(query, _SHOWN, session=session))

    async def headers(self, where: InProject, persona_id: UUID) -> Headers:
        """Raises NotFoundError."""
        document = await self._personas.find_one(_at(where, persona_id), {"headers": 1})
        if document is None:
            raise NotFoundError("persona")
        return decrypted(self._encryption, document.get("headers"))

    async def add(self, session: Session, persona: PromptPersona, headers: Headers | None) -> None:
        """Raises ConflictError if the name is taken."""
        document = persona.model_dump(by_alias=True)
        document["headers"] = encrypted(self._encryption, headers)
        try:
            await self._personas.insert_one(document, session=session)
        except DuplicateKeyError:
            raise _taken() from None

    async def change(
        self, session: Session, where: InProject, persona_id: UUID, fields: Mapping[str, Any]
    ) -> PromptPersona:
        """Set fields, headers among them. Raises NotFoundError; ConflictError as `add` does."""
        changes = dict(fields)
        if "headers" in changes:
            changes["headers"] = encrypted(self._encryption, changes["headers"])
        try:
            document = await self._personas.find_one_and_update(
                _at(where, persona_id),
                {"$set": changes},
                _SHOWN,
                return_document=ReturnDocument.AFTER,
                session=session,
            )
        except DuplicateKeyError:
            raise _taken() from None
        return _persona(document)

    async def remove(self, session: Session, where: InProject, persona_id: UUID) -> PromptPersona:
        """The persona as it was. Raises NotFoundError."""
        query = _at(where, persona_id)
        return _persona(await self._personas.find_one_and_delete(query, _SHOWN, session=session))

    async def of_ids(
        self, where: InProject, persona_ids: Collection[UUID], session: Session | None = None
    ) -> dict[UUID, PromptPersona]:
        """Those of them that are there."""
        query = _within(where) | {"_id": {"$in": list(persona_ids)}}
        found = self._personas.find(query, _SHOWN, session=session)
        personas = [PromptPersona.model_validate(document) async for document in found]
        return {persona.id: persona for persona in personas}


def encrypted(encryption: Encryption, headers: Headers | None) -> bytes | None:
    """As the database keeps headers."""
    return encryption.encrypt(json.dumps(headers)) if headers else None


def decrypted(encryption: Encryption, headers: bytes | None) -> Headers:
    """What `encrypted` was given."""
    return json.loads(encryption.decrypt(headers)) if headers else {}


def _within(where: InProject) -> Document:
    return {"company_id": where.company_id, "project_id": where.project_id}


def _at(where: InProject, persona_id: UUID) -> Document:
    return {"_id": persona_id} | _within(where)


def _persona(document: Document | None) -> PromptPersona:
    if document is None:
        raise NotFoundError("persona")
    return PromptPersona.model_validate(document)


def _taken() -> ConflictError:
    return ConflictError("Persona with name already exists")
