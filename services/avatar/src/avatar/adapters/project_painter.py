"""An image model asked with the key that a project entrusts to us."""

import asyncio
from datetime import UTC, datetime

from pydantic import SecretStr

from avatar.domain.prompt_portrait import described, portrait_prompt
from avatar.ports import Styles
from suara.encryption import Encryption
from suara.errors import PermanentError
from suara.events import PromptPortraitRequested
from suara.llm import ImageModel, ImageSettings
from suara.llm.verdicts import Names
from suara.mongo import Database
from suara.pictures import UnusableError, received

_NO_KEY = "the project has no OpenAI key any more: set one in its settings"


class ProjectModel(ImageSettings):
    """Neither its key nor its address is the operator's, nor is anything sent along with it."""

    of_operator = False
    names = Names(
        model="the model in the project's settings",
        concurrency="the number of portraits that are drawn at once",
        key="the API key in the project's settings",
        address="SUARA_PROJECT_OPENAI_URL",
    )


class ProjectPainter:
    """Reads `project_settings` {llm_provider: {kind, api_key}}; the key goes to base_url only.

    base_url: of OpenAI's protocol; None for OpenAI's own. seconds: for one portrait, at most.
    """

    def __init__(
        self,
        database: Database,
        encryption: Encryption,
        styles: Styles,
        base_url: str | None,
        seconds: float,
    ) -> None:
        self._settings = database.project_settings
        self._encryption = encryption
        self._styles = styles
        self._base_url = base_url
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()  # decoded, a picture may take a hundred times as much

    async def draw(self, request: PromptPortraitRequested) -> bytes:
        """A square PNG without metadata. Raises PermanentError, worded for users."""
        description = described(request.system_prompt)
        if not description:
            raise PermanentError("the system prompt says nothing about a person")
        key = await self._key(request)
        references = await self._styles.images(request.project_id, request.style_images)
        # In a thread: the package is loaded with the first one, and certificates with each.
        model = await asyncio.to_thread(ImageModel, self._model(request.model, key))
        try:
            left = (request.expires_at - datetime.now(UTC)).total_seconds()
            picture = await model.draw(
                portrait_prompt(description, styled=bool(references)),
                name="prompt_portrait",
                timeout_seconds=max(0.0, min(self._seconds, left)),
                references=references,
            )
        finally:
            await model.close()
        try:
            async with self._one_at_a_time:
                return (await asyncio.to_thread(received, picture.content)).png
        except UnusableError as error:
            raise PermanentError(f"the model's picture is unusable: {error}") from None

    async def _key(self, request: PromptPortraitRequested) -> SecretStr:
        query = {"_id": request.project_id, "company_id": request.company_id}
        settings = await self._settings.find_one(query, {"llm_provider": 1}) or {}
        provider = settings.get("llm_provider") or {}
        if provider.get("kind") != "openai" or not provider.get("api_key"):
            raise PermanentError(_NO_KEY)
        return SecretStr(self._encryption.decrypt(provider["api_key"]))

    def _model(self, name: str, key: SecretStr) -> ImageSettings:
        return ProjectModel(
            images="openai",
            api_key=key,
            base_url=self._base_url,
            azure_api_version=None,
            model=name,
            max_concurrency=1,
        )
