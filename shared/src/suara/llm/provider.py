"""The only file that knows the openai package: one request, its answer or a verdict.

Importing it takes about a second, which is why `model.py` waits until a model is made.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from openai.types.chat import ChatCompletion

from suara.llm.settings import LlmSettings
from suara.llm.usage import Usage
from suara.llm.verdicts import Endpoint, ModelError, ProviderError, Verdict

OPENAI = "https://api.openai.com/v1"
CONNECT_SECONDS = 5.0


@dataclass(frozen=True)
class Completion:
    """content: empty where there is none. finish_reason: the provider's word."""

    content: str
    refusal: str | None
    finish_reason: str
    usage: Usage
    model: str


class Provider:
    """OpenAI, Azure OpenAI or a server that speaks their protocol.

    Raises:
        ModelError: OPENAI_API_KEY is needed and missing, or cannot be a key.
    """

    def __init__(self, settings: LlmSettings) -> None:
        self._model = settings.model
        self._key = _key(settings)
        base_url = settings.base_url or OPENAI
        address = urlsplit(base_url).netloc.rpartition("@")[2]
        self.endpoint = Endpoint(address, settings.model)
        limits = httpx2.Limits(
            max_connections=settings.max_concurrency,
            max_keepalive_connections=settings.max_concurrency,
        )
        options: dict[str, Any] = {
            "api_key": self._key,
            "max_retries": 0,  # `calls.py` decides about that
            "http_client": openai.DefaultAsyncHttpxClient(limits=limits),
        }
        if settings.azure_api_version:
            self._client: openai.AsyncOpenAI = openai.AsyncAzureOpenAI(
                azure_endpoint=base_url, api_version=settings.azure_api_version, **options
            )
        else:
            self._client = openai.AsyncOpenAI(base_url=base_url, **options)

    async def complete(self, request: dict[str, Any], timeout_seconds: float) -> Completion:
        """request: `messages` and, where wanted, `response_format`.

        Raises:
            ProviderError: anything but an answer. Its text, and what it was raised from, are
                safe to log.
        """
        timeout = httpx2.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds))
        try:
            # Posted as it is: `chat.completions.create` goes through messages and schema first,
            # which takes as long as the rest of the call.
            answer = await self._client.post(
                "/chat/completions",
                body={"model": self._model, **request},
                options={"timeout": timeout},
                cast_to=ChatCompletion,
            )
        # `from None`: their own texts may quote the key.
        except openai.APITimeoutError as error:
            if isinstance(error.__cause__, httpx2.ConnectTimeout):
                raise ProviderError(self.endpoint.unreachable()) from None
            raise ProviderError(self.endpoint.timed_out(timeout_seconds)) from None
        except openai.APIStatusError as error:
            problem = f"{error.code or ''} {error.type or ''} {error.message}"
            problem = problem.replace(self._key, "[removed]")
            verdict = self.endpoint.refused(error.status_code, problem, error.response.headers)
            raise ProviderError(verdict) from None
        except openai.APIConnectionError:
            raise ProviderError(self.endpoint.unreachable()) from None
        except (openai.OpenAIError, ValueError):
            raise ProviderError(self.endpoint.no_json()) from None
        try:
            return self._read(answer)
        except (AttributeError, TypeError, ValueError):
            raise ProviderError(self.endpoint.no_json()) from None

    def _read(self, answer: object) -> Completion:
        """The package checks little: a web page comes as str, and any field may be anything."""
        if not isinstance(answer, ChatCompletion):
            raise ProviderError(self.endpoint.no_json())
        if not answer.choices and (problem := (answer.model_extra or {}).get("error")):
            raise ProviderError(self._refused_with_200(problem))
        choice = answer.choices[0] if answer.choices else None
        content = (choice.message.content if choice else None) or ""
        return Completion(
            content=content.encode(errors="replace").decode(),  # half characters break later
            refusal=choice.message.refusal if choice else None,
            finish_reason=str(choice.finish_reason) if choice else "none",
            usage=_usage(answer),
            model=answer.model or self._model,
        )

    def _refused_with_200(self, problem: object) -> Verdict:
        """Some gateways report an error of the provider behind them so."""
        code = problem.get("code") if isinstance(problem, dict) else None
        status = code if isinstance(code, int) and code >= 400 else 500
        return self.endpoint.refused(status, str(problem).replace(self._key, "[removed]"), {})

    async def close(self) -> None:
        await self._client.close()


def _key(settings: LlmSettings) -> str:
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    if not key and settings.base_url and not settings.azure_api_version:
        return "none"  # servers of one's own rarely want one, the package always does
    if not key:
        raise ModelError("no key for the language model: set OPENAI_API_KEY")
    if not (key.isascii() and key.isprintable()):
        raise ModelError("OPENAI_API_KEY has characters that no key has: set it anew")
    return key


def _usage(answer: ChatCompletion) -> Usage:
    if answer.usage is None:
        return Usage()
    details = answer.usage.prompt_tokens_details
    return Usage(
        prompt_tokens=answer.usage.prompt_tokens or 0,
        cached_tokens=(details.cached_tokens if details else None) or 0,
        completion_tokens=answer.usage.completion_tokens or 0,
    )
