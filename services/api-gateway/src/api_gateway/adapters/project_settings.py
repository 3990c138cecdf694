"""Collection `project_settings`. The provider's key and the headers' values are encrypted."""

from collections.abc import Mapping, Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClientSession as Session

from api_gateway.adapters.prompt_personas import decrypted, encrypted
from api_gateway.domain.headers import Headers
from api_gateway.domain.project_settings import LlmProvider, ProjectSettings
from api_gateway.domain.scope import InProject
from suara.encryption import Encryption
from suara.mongo import Database, Document


class SettingsOfProjects:
    """A project that was never set up has empty settings."""

    def __init__(self, database: Database, encryption: Encryption) -> None:
        self._settings = database.project_settings
        self._encryption = encryption

    async def get(self, where: InProject, session: Session | None = None) -> ProjectSettings:
        """Without secrets."""
        document = await self._read(where, session)
        return ProjectSettings(
            llm_provider=_provider(document.get("llm_provider")),
            style_reference_images=document.get("style_reference_images") or (),
            connector_headers=tuple(self._headers(document)),
        )

    async def connector_headers(self, where: InProject) -> Headers:
        return self._headers(await self._read(where))

    async def set_provider(
        self, session: Session, where: InProject, provider: LlmProvider, key: str | None
    ) -> None:
        """key: None keeps what is stored if the provider has a key, and clears it otherwise."""
        fields: dict[str, Any] = {"kind": provider.kind, "model": provider.model}
        if key is not None or not provider.has_api_key:
            fields["api_key"] = None if key is None else self._encryption.encrypt(key)
        changes = {f"llm_provider.{name}": value for name, value in fields.items()}
        await self._set(session, where, changes)

    async def clear_provider(self, session: Session, where: InProject) -> None:
        change = {"$unset": {"llm_provider": ""}}
        await self._settings.update_one(_at(where), change, session=session)

    async def set_style_images(
        self, session: Session, where: InProject, image_ids: Sequence[str]
    ) -> None:
        await self._set(session, where, {"style_reference_images": list(image_ids)})

    async def set_connector_headers(
        self, session: Session, where: InProject, headers: Headers | None
    ) -> None:
        secret = encrypted(self._encryption, headers)
        await self._set(session, where, {"connector_headers": secret})

    async def _set(self, session: Session, where: InProject, fields: Mapping[str, Any]) -> None:
        await self._settings.update_one(
            _at(where), {"$set": dict(fields)}, upsert=True, session=session
        )

    async def _read(self, where: InProject, session: Session | None = None) -> Document:
        return await self._settings.find_one(_at(where), session=session) or {}

    def _headers(self, document: Document) -> Headers:
        return decrypted(self._encryption, document.get("connector_headers"))


def _at(where: InProject) -> Document:
    return {"_id": where.project_id, "company_id": where.company_id}


def _provider(document: Document | None) -> LlmProvider | None:
    if document is None:
        return None
    return LlmProvider(
        kind=document["kind"],
        model=document.get("model"),
        has_api_key=document.get("api_key") is not None,
    )
