"""The artist that asks an image model, of any OpenAI-compatible server."""

import asyncio

from avatar.domain.appearance import Subject
from avatar.domain.image_prompt import image_prompt
from avatar.ports import Picture, Styles
from suara.llm import ImageModel, ModelError
from suara.pictures import UnusableError, received


class OpenAIArtist:
    """One call per portrait, in the style of the project where it has chosen one.

    What comes is taken for untrusted bytes.
    """

    def __init__(self, image_model: ImageModel, styles: Styles, seconds: float) -> None:
        """seconds: for one portrait, with all waits and retries."""
        self._image_model = image_model
        self._styles = styles
        self._seconds = seconds
        self._one_at_a_time = asyncio.Lock()  # decoded, a picture may take a hundred times as much

    async def draw(self, subject: Subject) -> Picture:
        references = await self._styles.references(subject.project_id)
        answer = await self._image_model.draw(
            image_prompt(subject, styled=bool(references)),
            name="portrait",
            timeout_seconds=self._seconds,
            references=references,
        )
        try:
            async with self._one_at_a_time:
                renditions = await asyncio.to_thread(received, answer.content)
        except UnusableError as error:
            raise ModelError(f"the model's picture is unusable: {error}", answer.usage) from None
        return Picture(renditions, "openai", answer.usage)
