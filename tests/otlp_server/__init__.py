"""A collector of OpenTelemetry for tests and benchmarks: real protocol, spans kept as they come."""

from otlp_server.receiving import Receiver, receiving
from otlp_server.spans import Span

__all__ = ["Receiver", "Span", "receiving"]
