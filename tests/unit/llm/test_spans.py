"""What a span of a model call keeps of a failure."""

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from suara.llm import LlmSettings
from suara.llm.spans import calling
from suara.llm.verdicts import Endpoint, ProviderError, Verdict
from suara.telemetry import tracing

ENDPOINT = Endpoint("models.example:8080", "gpt-x", LlmSettings.names)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Those that ended, of this test only."""
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_TRACER", provider.get_tracer("tests"))
    return kept


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ProviderError(Verdict("429", "what nobody may read")), "429"),
        (ValueError("what nobody may read"), "ValueError"),
    ],
)
def test_a_failed_call_is_told_by_the_providers_status_and_else_by_its_error(
    spans: InMemorySpanExporter, error: Exception, kind: str
) -> None:
    with pytest.raises(type(error)), calling("chat", ENDPOINT):
        raise error

    [span] = spans.get_finished_spans()
    assert span.attributes is not None
    assert span.attributes["error.type"] == kind
    assert "nobody may read" not in span.to_json()
