"""A span as it came over the wire, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Span:
    """start, end: nanoseconds since 1970. parent: "" for the first of a trace. kind: "server"..."""

    service: str
    name: str
    kind: str
    trace_id: str
    span_id: str
    parent: str
    start: int
    end: int
    failed: bool
    attributes: Mapping[str, Value]


def read(body: bytes) -> Iterator[Span]:
    """Raises google.protobuf.message.DecodeError."""
    for of_resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        service = str(_values(of_resource.resource.attributes)["service.name"])
        for of_scope in of_resource.scope_spans:
            for span in of_scope.spans:
                yield _span(service, span)


def _span(service: str, span: trace_pb2.Span) -> Span:
    return Span(
        service=service,
        name=span.name,
        kind=trace_pb2.Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_").lower(),
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        start=span.start_time_unix_nano,
        end=span.end_time_unix_nano,
        failed=span.status.code == trace_pb2.Status.STATUS_CODE_ERROR,
        attributes=_values(span.attributes),
    )


def _values(attributes: "list[KeyValue] | object") -> dict[str, Value]:
    return {one.key: _value(one.value) for one in attributes}  # type: ignore[attr-defined]


def _value(value: AnyValue) -> Value:
    kind = value.WhichOneof("value")
    return getattr(value, kind) if kind else None
