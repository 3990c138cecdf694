"""How the openai package reaches a provider, and what its failures mean.

Together with `provider.py` the only file that knows the package.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from suara.llm.settings import ProviderSettings
from suara.llm.verdicts import Endpoint, ModelError, ProviderError, Verdict

OPENAI = "https://api.openai.com/v1"
CONNECT_SECONDS = 5.0


class Connection:
    """To OpenAI, Azure OpenAI or a server that speaks their protocol.

    Raises:
        ModelError: OPENAI_API_KEY is needed and missing, or cannot be a key.
    """

    def __init__(self, settings: ProviderSettings) -> None:
        self._key = _key(settings)
        base_url = settings.base_url or OPENAI
        address = urlsplit(base_url).netloc.rpartition("@")[2]
        self.endpoint = Endpoint(address, settings.model, settings.names)
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
            self.client: openai.AsyncOpenAI = openai.AsyncAzureOpenAI(
                azure_endpoint=base_url, api_version=settings.azure_api_version, **options
            )
        else:
            self.client = openai.AsyncOpenAI(base_url=base_url, **options)
        if not settings.of_operator:
            self.client.organization = self.client.project = None

    @contextmanager
    def verdicts(self, timeout_seconds: float) -> Iterator[httpx2.Timeout]:
        """Around one call, which is to use the timeout.

        Raises:
            ProviderError: for whatever else it raises. Its text, and what it was raised from,
                are safe to log.
        """
        try:
            yield httpx2.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds))
        # `from None`: their own texts may quote the key.
        except (openai.APITimeoutError, httpx2.TimeoutException) as error:
            if isinstance(error.__cause__, httpx2.ConnectTimeout):
                raise ProviderError(self.endpoint.unreachable()) from None
            raise ProviderError(self.endpoint.timed_out(timeout_seconds)) from None
        except openai.APIStatusError as error:
            problem = f"{error.code or ''} {error.type or ''} {error.message}"
            problem = problem.replace(self._key, "[removed]")
            verdict = self.endpoint.refused(error.status_code, problem, error.response.headers)
            raise ProviderError(verdict) from None
        except (openai.APIConnectionError, httpx2.HTTPError):
            raise ProviderError(self.endpoint.unreachable()) from None
        except (openai.OpenAIError, AttributeError, TypeError, ValueError):
            raise ProviderError(self.endpoint.no_json()) from None

    def refused_with_200(self, problem: object) -> Verdict:
        """Some gateways report an error of the provider behind them so."""
        code = problem.get("code") if isinstance(problem, dict) else None
        status = code if isinstance(code, int) and code >= 400 else 500
        return self.endpoint.refused(status, str(problem).replace(self._key, "[removed]"), {})

    async def close(self) -> None:
        await self.client.close()


def _key(settings: ProviderSettings) -> str:
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    if not key and settings.base_url and not settings.azure_api_version:
        return "none"  # servers of one's own rarely want one, the package always does
    if not key:
        raise ModelError(f"no key for the {settings.kind}: set {settings.names.key}")
    if not (key.isascii() and key.isprintable()):
        raise ModelError(f"{settings.names.key} has characters that no key has: set it anew")
    return key
