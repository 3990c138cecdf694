"""Changes of a project's settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClientSession as Session
from pydantic import SecretStr

from api_gateway.adapters.images import Images
from api_gateway.adapters.project_settings import SettingsOfProjects
from api_gateway.adapters.projects import Projects
from api_gateway.adapters.transactions import Transactions
from api_gateway.changes import Change
from api_gateway.domain.errors import Fault, InvalidFieldsError
from api_gateway.domain.project_settings import LlmProvider, ProjectSettings
from api_gateway.domain.scope import InProject


class ProjectSettingsHandlers:
    def __init__(
        self,
        transactions: Transactions,
        projects: Projects,
        settings: SettingsOfProjects,
        images: Images,
    ) -> None:
        self._transactions = transactions
        self._projects = projects
        self._settings = settings
        self._images = images

    async def change(self, where: InProject, fields: Mapping[str, Any]) -> ProjectSettings:
        """Change these fields only; None clears one.

        fields: some of llm_provider {kind, model, api_key: SecretStr | None}, where an absent
        api_key keeps that of the same kind; style_reference_images; connector_headers.

        Raises NotFoundError; InvalidFieldsError for a strange image, or OpenAI without a key.
        """

        async def work(session: Session) -> Change[ProjectSettings]:
            await self._projects.lock(session, where)
            if "llm_provider" in fields:
                await self._set_provider(session, where, fields["llm_provider"])
            if "style_reference_images" in fields:
                await self._set_style_images(session, where, fields["style_reference_images"] or ())
            if "connector_headers" in fields:
                headers = fields["connector_headers"]
                await self._settings.set_connector_headers(session, where, headers)
            return Change(await self._settings.get(where, session))

        return await self._transactions.commit(work, None)

    async def _set_provider(
        self, session: Session, where: InProject, wanted: Mapping[str, Any] | None
    ) -> None:
        if wanted is None:
            await self._settings.clear_provider(session, where)
            return
        kind, key = wanted["kind"], wanted.get("api_key")
        before = (await self._settings.get(where, session)).llm_provider
        kept = before is not None and before.kind == kind and before.has_api_key
        provider = LlmProvider(
            kind=kind,
            model=wanted.get("model"),
            has_api_key=key is not None or (kept and "api_key" not in wanted),
        )
        if kind == "openai" and not provider.has_api_key:
            raise InvalidFieldsError([Fault("llmProvider.apiKey", "is required for openai")])
        await self._settings.set_provider(session, where, provider, _revealed(key))

    async def _set_style_images(
        self, session: Session, where: InProject, image_ids: Sequence[str]
    ) -> None:
        if strange := await self._images.missing(where, image_ids, session):
            fault = f"{strange[0]} is not the id of an image of this project"
            raise InvalidFieldsError([Fault("styleReferenceImages", fault)])
        await self._settings.set_style_images(session, where, image_ids)


def _revealed(key: SecretStr | None) -> str | None:
    return None if key is None else key.get_secret_value()
