"""Metrics of HTTP, by OpenTelemetry's semantic conventions: on the gateway.

`http_route` is a route's template, never a path; "unmatched" where no route was reached: nothing
there, or refused before, as without a token. Methods that HTTP does not know are "_OTHER".
"""

from prometheus_client import Gauge, Histogram

REQUEST_DURATION = Histogram(
    "http_server_request_duration_seconds",
    "Until a request is answered",
    ["http_request_method", "http_route", "http_response_status_code"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ACTIVE_REQUESTS = Gauge("http_server_active_requests", "Requests that are being answered")
