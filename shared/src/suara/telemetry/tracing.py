"""Traces: spans of this process within the trace that a request or message came with.

Without an exporter only the API of OpenTelemetry is loaded: nothing is recorded, and a trace that
comes in goes on to whatever follows.
"""

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.typing import EventDict

from suara.telemetry.settings import TracingSettings

#: What a span tells of what it is about.
Facts = Mapping[str, str | int | float | bool]

_GOODBYE_SECONDS = 1.5
_W3C = TraceContextTextMapPropagator()
_TRACER = trace.get_tracer("suara")


@contextmanager
def exported(settings: TracingSettings, service: str) -> Iterator[None]:
    """Spans are sent to the collector from here on, if one is wanted.

    By a thread of its own, which nothing waits for; at the end what is left gets a moment.

    Raises:
        SystemExit: the SDK cannot do what a variable says that only it reads; a line names it.
    """
    if not settings.wanted:
        yield
        return
    try:
        from suara.telemetry.exporting import provider  # raises, too: limits are read on import

        spans = provider(settings, service)
    except (ValueError, RuntimeError) as error:
        print(f"suara: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    trace.set_tracer_provider(spans)
    try:
        yield
    finally:
        # The SDK would wait for half a minute for a collector that is away.
        ending = threading.Thread(target=spans.shutdown, daemon=True)
        ending.start()
        ending.join(_GOODBYE_SECONDS)


def _type(error: BaseException) -> str:
    return type(error).__qualname__


@contextmanager
def span(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    within: Context | None = None,
    error_type: Callable[[BaseException], str] = _type,
) -> Iterator[Span]:
    """What happens in the block, as a part of what is going on, or `within` what `came_with` says.

    Describe it only if it `is_recording()`. Of an error that leaves the block it keeps the type,
    never the text, which may hold what nobody should read here.
    """
    begun = _TRACER.start_span(name, within, kind)
    token = attach(trace.set_span_in_context(begun))
    try:
        yield begun
    except BaseException as error:
        failed(begun, error_type(error))
        raise
    finally:
        detach(token)
        begun.end()


@contextmanager
def continued(traceparent: str | None) -> Iterator[None]:
    """Within the caller's trace, unless a span has begun that is."""
    if trace.get_current_span().get_span_context().is_valid:
        yield
        return
    token = attach(came_with(traceparent))
    try:
        yield
    finally:
        detach(token)


def failed(failing: Span, kind: str) -> None:
    """kind: the type of the error, or the status that stands for it."""
    if failing.is_recording():
        failing.set_attribute("error.type", kind)
        failing.set_status(StatusCode.ERROR, kind)


def came_with(traceparent: str | None) -> Context:
    """What a message or request says of its trace, for `span`. Malformed: as if it said nothing."""
    return _W3C.extract({"traceparent": traceparent} if traceparent else {}, Context())


def traceparent() -> str | None:
    """What goes on now, for a message or document that it leads to."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent")


def identified() -> dict[str, str]:
    """trace_id and span_id of what goes on now, if it is part of a trace."""
    current = trace.get_current_span().get_span_context()
    if not current.is_valid:
        return {}
    return {"trace_id": f"{current.trace_id:032x}", "span_id": f"{current.span_id:016x}"}


def add_trace(_logger: object, _method: str, entry: EventDict) -> EventDict:
    """A structlog processor: which trace a line belongs to, if to any."""
    return {**entry, **identified()}
