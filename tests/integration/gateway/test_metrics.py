"""What the gateway tells of its requests: routes, never paths."""

from typing import Any
from uuid import uuid4

from prometheus_client.parser import text_string_to_metric_families

NAME = "http_server_request_duration_seconds"


async def told(api: Any) -> dict[tuple[str, str, str], float]:
    """(method, route, status) -> requests so far."""
    answer = await api.get("/metrics", headers={"Accept": "text/plain"})
    assert answer.status_code == 200
    return {
        (
            sample.labels["http_request_method"],
            sample.labels["http_route"],
            sample.labels["http_response_status_code"],
        ): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == f"{NAME}_count"
    }


async def test_requests_count_by_the_template_of_their_route(api: Any) -> None:
    seen = ("GET", "/api/v1/projects/{project_id}", "404")
    before = (await told(api)).get(seen, 0)
    await api.get(f"/api/v1/projects/{uuid4()}")
    await api.get(f"/api/v1/projects/{uuid4()}")
    assert (await told(api))[seen] == before + 2


async def test_probes_and_scrapes_do_not_count_as_requests(api: Any) -> None:
    await api.get("/")
    await api.get("/health/live")
    routes = {route for _, route, _ in await told(api)}
    assert "/" in routes
    assert not routes & {"/health/live", "/health/ready", "/metrics"}


async def test_whatever_is_asked_for_there_are_no_more_series_than_routes(api: Any) -> None:
    """Neither by paths, nor by methods, nor without a token."""
    paths = [f"/{uuid4()}" for _ in range(20)]
    await api.get("/nowhere")
    await api.request("BREW", "/health/live")
    await api.get("/api/v1/nowhere", headers={"Authorization": ""})
    before = set(await told(api))
    for path in paths:
        await api.get(path)
        await api.get(f"/api/v1{path}", headers={"Authorization": ""})
        await api.request(path[1:9].upper(), "/health/live")
    assert set(await told(api)) == before
    assert ("GET", "unmatched", "404") in before
    assert ("GET", "unmatched", "401") in before


async def test_metrics_come_as_openmetrics_and_compressed_to_whoever_asks(api: Any) -> None:
    wanted = {"Accept": "application/openmetrics-text; version=1.0.0", "Accept-Encoding": "gzip"}
    answer = await api.get("/metrics", headers=wanted)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text.endswith("# EOF\n")
