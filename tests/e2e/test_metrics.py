"""What an operator sees of a real stack after one generation."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from suara_local import state
from suara_local.ports import HOST
from suara_local.services import SERVICES

RUNTIME = (
    "suara_message_duration_seconds_count",
    "suara_message_wait_seconds_count",
    "suara_handler_tries_total",
    "suara_messages_in_flight",
    "suara_messages_in_flight_limit",
    "suara_waiting_for_server",
    "suara_consumer_lag_messages",
)
EVERYWHERE = ("suara_event_loop_delay_seconds_count", "process_cpu_seconds_total")
PUBLISHES = ("suara_published_messages_total",)
STAGES = ("suara_stage_duration_seconds_count",)
EXPECTED = {
    "api-gateway": (
        *EVERYWHERE,
        *PUBLISHES,
        "http_server_request_duration_seconds_count",
        "http_server_active_requests",
        "suara_generations_running",
        "suara_generation_oldest_progress_seconds",
        "suara_generations_resumed_total",
        "suara_generations_given_up_total",
        "suara_outbox_messages",
        "suara_outbox_oldest_seconds",
        "suara_database_documents",
    ),
    "generator": (*EVERYWHERE, *PUBLISHES, *RUNTIME, *STAGES, "suara_personas_total"),
    "library": (
        *EVERYWHERE,
        *PUBLISHES,
        *RUNTIME,
        *STAGES,
        "suara_library_index_personas",
        "suara_library_matches_total",
        "suara_library_match_duration_seconds_count",
    ),
    "avatar": (
        *EVERYWHERE,
        *PUBLISHES,
        *RUNTIME,
        *STAGES,
        "suara_portraits_total",
        "suara_avatars_stored_bytes_total",
    ),
    "ethnography": (
        *EVERYWHERE,
        *PUBLISHES,
        *RUNTIME,
        "suara_snapshot_age_seconds",
        "suara_snapshot_signals",
        "suara_refresh_duration_seconds_count",
    ),
}
Scraped = dict[str, dict[str, float]]


@pytest.fixture
def ports(stack: Any) -> dict[str, int]:
    found = state.read(stack.home)
    wanted = {service.name for service in SERVICES}
    if found is None or not wanted <= found.ports.keys():
        pytest.skip("the workers' ports are not published here")
    return {name: found.ports[name] for name in wanted}


async def test_every_service_tells_what_one_generation_did(
    api: httpx.AsyncClient, ports: dict[str, int], until_settled: Callable[..., Awaitable[Any]]
) -> None:
    before = await _scraped(ports)
    project = (await api.post("/projects", json={"name": "Study"})).json()
    groups = f"/projects/{project['id']}/persona-groups"
    wanted = {"name": "Group", "location": "Manila", "persona_count": 2}
    group = f"{groups}/{(await api.post(groups, json=wanted)).json()['id']}"
    assert (await api.post(f"{group}/generate")).status_code == 202
    assert (await until_settled(api, group))["generation_status"] == "complete"
    async with asyncio.timeout(60):  # a snapshot is refreshed beside it
        while missing := _missing(after := await _scraped(ports)):
            print(f"not yet: {missing}")
            await asyncio.sleep(0.3)

    def grown(service: str, sample: str) -> float:
        return after[service].get(sample, 0) - before[service].get(sample, 0)

    assert grown("generator", 'suara_personas_total{source="written"}') == 2
    assert grown("library", 'suara_library_matches_total{outcome="unmatched"}') == 2
    assert grown("avatar", 'suara_portraits_total{source="local"}') == 2
    closed = 'suara_generation_duration_seconds_count{outcome="complete"}'
    assert sum(grown(service, closed) for service in ports) == 1
    for service, stage, count in (
        ("generator", "cast", 1),
        ("library", "match", 2),
        ("generator", "draft", 2),
        ("generator", "profile", 2),
        ("avatar", "portrait", 2),
    ):
        sample = f'suara_stage_duration_seconds_count{{outcome="ok",stage="{stage}"}}'
        assert grown(service, sample) == count, stage


async def test_suara_status_shows_the_outbox(stack: Any, ports: dict[str, int]) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "suara_local", "status", "--json"),
        env=os.environ | {"SUARA_HOME": str(stack.home.root)},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    assert json.loads(out)["outbox"].keys() == {"waiting", "oldest_seconds", "refused"}


async def _scraped(ports: dict[str, int]) -> Scraped:
    async with httpx.AsyncClient(timeout=30) as client:
        return {name: await _samples(client, port) for name, port in ports.items()}


async def _samples(client: httpx.AsyncClient, port: int) -> dict[str, float]:
    """Values by sample and labels, as `name{label="value"}`."""
    answer = await client.get(f"http://{HOST}:{port}/metrics")
    assert answer.status_code == 200
    samples = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
            samples[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return samples


def _missing(scraped: Scraped) -> list[str]:
    return [
        f"{service}: {name}"
        for service, names in EXPECTED.items()
        for name in names
        if not any(sample.partition("{")[0] == name for sample in scraped[service])
    ]
