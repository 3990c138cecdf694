"""Spans of messages, by OpenTelemetry's conventions for messaging."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.trace import Span, SpanKind

from suara.kafka.codec import Headers
from suara.telemetry.tracing import Facts, came_with, span, traceparent

_TRACEPARENT = "traceparent"


@contextmanager
def processing(topic: str, headers: Headers, group: str) -> Iterator[Span]:
    """Around the handling of a message, within the trace that it came with."""
    told = dict(headers)
    name = f"process {_text(told, 'ce_type')}"
    with span(name, SpanKind.CONSUMER, came_with(_text(told, _TRACEPARENT))) as handling:
        if handling.is_recording():
            facts = _facts("process", topic, told)
            handling.set_attributes({**facts, "messaging.consumer.group.name": group})
        yield handling


@contextmanager
def sending(topic: str, headers: Headers) -> Iterator[Headers]:
    """Around the publishing of a message that was stored. Yields its headers, leading here."""
    told = dict(headers)
    name = f"send {_text(told, 'ce_type')}"
    with span(name, SpanKind.PRODUCER, came_with(_text(told, _TRACEPARENT))) as publishing:
        if publishing.is_recording():
            publishing.set_attributes(_facts("send", topic, told))
        here = traceparent()
        if here is None:
            yield headers
        else:
            others = [header for header in headers if header[0] != _TRACEPARENT]
            yield [*others, (_TRACEPARENT, here.encode())]


def _facts(operation: str, topic: str, told: Mapping[str, bytes | None]) -> Facts:
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
        "messaging.destination.name": topic,
        "messaging.message.id": _text(told, "ce_id"),
    }


def _text(told: Mapping[str, bytes | None], name: str) -> str:
    return (told.get(name) or b"").decode("utf-8", "replace")
