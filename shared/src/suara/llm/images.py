"""An image model: one picture for a prompt, as bytes that nobody has looked at yet."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import structlog

from suara.llm.calls import Calls
from suara.llm.deadline import Deadline
from suara.llm.pictures import Picture, Reference
from suara.llm.settings import ImageSettings
from suara.llm.usage import Usage
from suara.llm.verdicts import ModelError, ProviderError

SIZE = "1024x1024"
# These always send the picture itself, and refuse to be told how; others send an address if not.
ALWAYS_BASE64 = "gpt-image"

log = structlog.get_logger()


class ImageModel:
    """One provider and one model; share it, since its limits hold for all calls together.

    Raises:
        ModelError: OPENAI_API_KEY is needed and missing, or cannot be a key.
    """

    def __init__(self, settings: ImageSettings) -> None:
        from suara.llm.provider import Provider

        self._provider = Provider(settings)
        self._calls = Calls(self._provider.endpoint, settings, "image")
        self._says_base64 = not settings.model.startswith(ALWAYS_BASE64)

    async def draw(
        self,
        prompt: str,
        *,
        name: str,
        timeout_seconds: float,
        references: Sequence[Reference] = (),
    ) -> Picture:
        """A picture of 1024 by 1024 pixels, if the model does as it is told.

        The bytes are untrusted: at most 20 MB in base64, and no more is known of them.

        name: for the log. timeout_seconds: for everything, also waiting for a turn; one call
            takes half at most. references: pictures to draw like, 16 at most; the model is then
            asked to edit (`/images/edits`) instead of to generate.

        Raises:
            ModelError: no picture; a PermanentError, worded for users.
        """
        deadline, spent = Deadline(timeout_seconds), Usage()
        while True:
            says_base64 = self._says_base64
            request: dict[str, Any] = {"prompt": prompt, "n": 1, "size": SIZE}
            if says_base64:
                request["response_format"] = "b64_json"
            try:
                picture, usage = await self._calls.made(
                    partial(self._provider.draw, request, references), name, deadline
                )
            except ProviderError as error:
                spent += Usage(calls=error.attempts)
                if not (says_base64 and error.verdict.format_refused):
                    raise ModelError(error.verdict.reason, spent) from None
                self._says_base64 = False
                log.warning("llm.format_refused", refused="b64_json", using="none")
            else:
                return Picture(picture.content, spent + usage)

    async def close(self) -> None:
        """Closes the connections; calls under way fail."""
        await self._provider.close()
