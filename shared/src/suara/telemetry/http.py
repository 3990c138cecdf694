"""Metrics of HTTP, by OpenTelemetry's semantic conventions: on the gateway.

`http_route` is a route's template, never a path; "unmatched" where no route was reached: nothing
there, or refused before, as without a token. Methods that HTTP does not know are "_OTHER". The
status is "" where the client went away first.
"""

from typing import Any

from opentelemetry import metrics
from opentelemetry.util.types import Attributes
from prometheus_client import Gauge, Histogram

REQUEST_DURATION = Histogram(
    "http_server_request_duration_seconds",
    "Until a request is answered",
    ["http_request_method", "http_route", "http_response_status_code"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ACTIVE_REQUESTS = Gauge("http_server_active_requests", "Requests that are being answered")


class HttpMeters(metrics.MeterProvider):
    """What FastAPI measures its requests with: `FastAPI(telemetry={"meter_provider": ...})`.

    OpenTelemetry's own SDK would be a second registry beside Prometheus' one.
    """

    def get_meter(self, name: str, *_arguments: Any, **_options: Any) -> metrics.Meter:
        return _Meter(name)


class _Meter(metrics.NoOpMeter):
    def create_histogram(self, name: str, *arguments: Any, **options: Any) -> metrics.Histogram:
        if name == "http.server.request.duration":
            return _Duration(name)
        return super().create_histogram(name, *arguments, **options)

    def create_up_down_counter(
        self, name: str, unit: str = "", description: str = ""
    ) -> metrics.UpDownCounter:
        if name == "http.server.active_requests":
            return _Active(name)
        return super().create_up_down_counter(name, unit, description)


class _Duration(metrics.NoOpHistogram):
    def record(self, amount: float, attributes: Attributes = None, *_context: Any) -> None:
        said = attributes or {}
        REQUEST_DURATION.labels(
            said.get("http.request.method", "_OTHER"),
            said.get("http.route", "unmatched"),
            said.get("http.response.status_code", ""),
        ).observe(amount)


class _Active(metrics.NoOpUpDownCounter):
    def add(self, amount: float, *_attributes: Any) -> None:
        ACTIVE_REQUESTS.inc(amount)
