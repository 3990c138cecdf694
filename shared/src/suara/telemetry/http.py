"""Metrics of HTTP, by OpenTelemetry's semantic conventions: on the gateway.

`http_route` is a route's template, never a path; "unmatched" where no route was reached: nothing
there, or refused before, as without a token. Methods that HTTP does not know are "_OTHER". The
status is "" where the client went away first.
"""

from collections.abc import Mapping
from typing import Any

from opentelemetry import metrics
from prometheus_client import Gauge, Histogram

REQUEST_DURATION = Histogram(
    "http_server_request_duration_seconds",
    "Until a request is answered",
    ["http_request_method", "http_route", "http_response_status_code"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ACTIVE_REQUESTS = Gauge("http_server_active_requests", "Requests that are being answered")


class HttpMeters(metrics.MeterProvider):  # type: ignore[misc]
    """What FastAPI measures its requests with: `FastAPI(telemetry={"meter_provider": ...})`.

    OpenTelemetry's own SDK would be a second registry beside Prometheus' one.
    """

    def get_meter(self, *_arguments: Any, **_options: Any) -> metrics.Meter:
        return _Meter("http")


class _Meter(metrics.NoOpMeter):  # type: ignore[misc]
    def create_histogram(self, name: str, **options: Any) -> metrics.Histogram:
        if name == "http.server.request.duration":
            return _Duration(name, **options)
        return super().create_histogram(name, **options)

    def create_up_down_counter(self, name: str, **options: Any) -> metrics.UpDownCounter:
        if name == "http.server.active_requests":
            return _Active(name, **options)
        return super().create_up_down_counter(name, **options)


class _Duration(metrics.NoOpHistogram):  # type: ignore[misc]
    def record(self, amount: float, attributes: Mapping[str, Any], *_context: Any) -> None:
        REQUEST_DURATION.labels(
            attributes["http.request.method"],
            attributes.get("http.route", "unmatched"),
            attributes.get("http.response.status_code", ""),
        ).observe(amount)


class _Active(metrics.NoOpUpDownCounter):  # type: ignore[misc]
    def add(self, amount: float, *_attributes: Any) -> None:
        ACTIVE_REQUESTS.inc(amount)
