"""The SDK: spans in batches to a collector, over HTTP. Loaded only where spans are exported."""

from uuid import uuid4

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from suara.telemetry.settings import TracingSettings


def provider(settings: TracingSettings, service: str) -> TracerProvider:
    """Sampled, named and sent as OTEL_* says; the service's own name is the default."""
    ours = Resource.create({"service.name": service, "service.instance.id": str(uuid4())})
    # Once more, because what is told above wins over the variables.
    named = ours.merge(OTELResourceDetector().detect())
    made = TracerProvider(resource=named, shutdown_on_exit=False)
    made.add_span_processor(
        BatchSpanProcessor(
            OTLPSpanExporter(timeout=settings.timeout_seconds),
            max_queue_size=settings.bsp_max_queue_size or 2048,
            schedule_delay_millis=settings.bsp_schedule_delay or 5_000,
            max_export_batch_size=settings.bsp_max_export_batch_size or 512,
        )
    )
    return made
