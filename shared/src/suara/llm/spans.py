"""Spans of model calls, by OpenTelemetry's conventions for generative AI.

They hold what a call is and costs, never what is asked or answered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from opentelemetry.trace import Span, SpanKind

from suara.llm.usage import Usage
from suara.llm.verdicts import Endpoint, ProviderError
from suara.telemetry.tracing import span

_OPERATIONS = {"chat": "chat", "image": "generate_content", "embeddings": "embeddings"}
Operation = Literal["chat", "image", "embeddings"]


@contextmanager
def calling(operation: Operation, endpoint: Endpoint) -> Iterator[Span]:
    """Around one call."""
    name = _OPERATIONS[operation]
    with span(f"{name} {endpoint.model}", SpanKind.CLIENT, error_type=_status) as call:
        if call.is_recording():
            call.set_attributes(
                {
                    "gen_ai.operation.name": name,
                    "gen_ai.provider.name": "openai",  # whose protocol it is
                    "gen_ai.request.model": endpoint.model,
                    "server.address": endpoint.host,
                }
                | ({"gen_ai.output.type": "image"} if operation == "image" else {})
            )
        yield call


def _status(error: BaseException) -> str:
    """The provider's, such as 429, where it said one."""
    return error.verdict.status if isinstance(error, ProviderError) else type(error).__qualname__


def answered(call: Span, usage: Usage, model: str | None = None) -> None:
    """model: the provider's name for what answered."""
    if not call.is_recording():
        return
    call.set_attribute("gen_ai.usage.input_tokens", usage.prompt_tokens)
    call.set_attribute("gen_ai.usage.output_tokens", usage.completion_tokens)
    if usage.cached_tokens:
        call.set_attribute("gen_ai.usage.cache_read.input_tokens", usage.cached_tokens)
    if model:
        call.set_attribute("gen_ai.response.model", model)
