"""What is asked of a provider: one request, its answer or a verdict.

Importing it takes about a second, which is why models wait with it until one is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openai.types import CreateEmbeddingResponse
from openai.types.chat import ChatCompletion

from suara.llm.connection import Connection
from suara.llm.embeddings import Embedded, read_vectors
from suara.llm.pictures import Picture, Reference, read
from suara.llm.settings import ProviderSettings
from suara.llm.spans import answered, calling
from suara.llm.usage import Usage, believed
from suara.llm.verdicts import ProviderError
from suara.plain_text import plain

File = tuple[str, bytes, str]  # name, content, its type

LONGEST_BODY = 20 * 1024 * 1024
LONGEST_MODEL = 100


@dataclass(frozen=True)
class Completion:
    """content: empty where there is none. finish_reason: the provider's word."""

    content: str
    refusal: str | None
    finish_reason: str
    usage: Usage
    model: str


class Provider:
    """One model of one provider.

    Raises:
        ModelError: OPENAI_API_KEY is needed and missing, or cannot be a key.
    """

    def __init__(self, settings: ProviderSettings) -> None:
        self._model = settings.model
        self._connection = Connection(settings)
        self.endpoint = self._connection.endpoint

    async def complete(self, request: dict[str, Any], timeout_seconds: float) -> Completion:
        """request: `messages` and, where wanted, `response_format`.

        Raises:
            ProviderError: anything but an answer.
        """
        with (
            calling("chat", self.endpoint) as call,
            self._connection.verdicts(timeout_seconds) as timeout,
        ):
            # Posted as it is: `chat.completions.create` goes through messages and schema first,
            # which takes as long as the rest of the call.
            answer = await self._connection.client.post(
                "/chat/completions",
                body={"model": self._model, **request},
                options={"timeout": timeout},
                cast_to=ChatCompletion,
            )
            completion = self._read(answer)
            answered(call, completion.usage, completion.model)
            return completion

    async def draw(
        self, request: dict[str, Any], references: Sequence[Reference], timeout_seconds: float
    ) -> Picture:
        """One picture. request: `prompt`, and the fields of the protocol that say how.

        references: sent beside it, where there are any, as pictures to be edited.

        Raises:
            ProviderError: anything but a picture; one that is only pointed to is none.
        """
        told = dict(request)
        asked = {"model": self._model, "prompt": told.pop("prompt"), "extra_body": told}
        files = [(one.name, one.content, one.content_type) for one in references]
        with calling("image", self.endpoint) as span:
            picture = await self._drawn(asked, files, timeout_seconds)
            answered(span, picture.usage)
        return picture

    async def _drawn(
        self, asked: dict[str, Any], files: list[File], timeout_seconds: float
    ) -> Picture:
        images = self._connection.client.images.with_streaming_response
        with self._connection.verdicts(timeout_seconds) as timeout:
            asked["timeout"] = timeout
            if not files:
                call = images.generate(**asked)
            else:  # older models take one picture, in a field of another name than that of several
                call = images.edit(image=files if len(files) > 1 else files[0], **asked)
            async with call as response:
                body = bytearray()
                async for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > LONGEST_BODY:
                        raise ProviderError(self.endpoint.no_picture("it is longer than 20 MB"))
            answer = read(body)
        if answer.error is not None:
            raise ProviderError(self._connection.refused_with_200(answer.error))
        if not answer.content:
            raise ProviderError(self.endpoint.no_picture("there is none in the answer"))
        return Picture(answer.content, answer.usage)

    async def embed(self, texts: Sequence[str], timeout_seconds: float) -> Embedded:
        """A vector for each text, in their order.

        Raises:
            ProviderError: anything but that.
        """
        body = {"model": self._model, "input": list(texts), "encoding_format": "float"}
        with calling("embeddings", self.endpoint) as call:
            with self._connection.verdicts(timeout_seconds) as timeout:
                answer = await self._connection.client.post(
                    "/embeddings",
                    body=body,
                    options={"timeout": timeout},
                    cast_to=CreateEmbeddingResponse,
                )
            if isinstance(answer, CreateEmbeddingResponse):
                vectors = read_vectors(answer.data, len(texts))
                if vectors is not None:
                    tokens = getattr(answer.usage, "prompt_tokens", None)
                    usage = Usage(prompt_tokens=believed(tokens))
                    answered(call, usage)
                    return Embedded(vectors, usage)
            raise ProviderError(self.endpoint.no_json())

    def _read(self, answer: object) -> Completion:
        """The package checks little: a web page comes as str, and any field may be anything."""
        if not isinstance(answer, ChatCompletion):
            raise ProviderError(self.endpoint.no_json())
        if not answer.choices and (problem := (answer.model_extra or {}).get("error")):
            raise ProviderError(self._connection.refused_with_200(problem))
        choice = answer.choices[0] if answer.choices else None
        content = (choice.message.content if choice else None) or ""
        return Completion(
            content=content.encode(errors="replace").decode(),  # half characters break later
            refusal=choice.message.refusal if choice else None,
            finish_reason=str(choice.finish_reason) if choice else "none",
            usage=_usage(answer),
            model=plain(answer.model or "", LONGEST_MODEL) or self._model,
        )

    async def close(self) -> None:
        await self._connection.close()


def _usage(answer: ChatCompletion) -> Usage:
    if answer.usage is None:
        return Usage()
    details = answer.usage.prompt_tokens_details
    return Usage(
        prompt_tokens=believed(answer.usage.prompt_tokens),
        cached_tokens=believed(details.cached_tokens if details else None),
        completion_tokens=believed(answer.usage.completion_tokens),
    )
