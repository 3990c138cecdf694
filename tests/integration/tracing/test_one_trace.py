"""The whole system exports to a collector: what an operator sees of one generation."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import backends
from openai_server.running import RunningServer, running
from otlp_server import Receiver, Span, receiving
from suara_local import tokens
from suara_local.job import Job
from suara_local.stack import Stack

CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
UNSAMPLED = "00-a3ce929d0e0e47364bf92f3577b34da6-00f067aa0ba902b7-00"
KEY = "sk-tracing-0123456789abcdef"
NEXT = "00-0e4736a3ce929d0e4bf92f3577b34da6-00f067aa0ba902b7-01"
SERVICES = {"api-gateway", "generator", "library", "avatar"}
NURSES = {"location": "Manila", "gender": "Female", "occupation": "Nurse"}


@pytest.fixture(scope="module")
def collector() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def model() -> Iterator[RunningServer]:
    with running() as server:
        server.control(api_key=KEY)
        yield server


@pytest.fixture(scope="module")
def stack(
    collector: Receiver, model: RunningServer, environment: dict[str, str]
) -> Iterator[Stack]:
    own = environment | dict.fromkeys(
        ("SUARA_MONGO_DATABASE", "SUARA_KAFKA_TOPIC_PREFIX"), "tracing"
    )
    with (
        pytest.MonkeyPatch.context() as shell,
        tempfile.TemporaryDirectory(prefix="suara-tracing-") as folder,
    ):
        shell.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.base_url)
        shell.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=tests")
        shell.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
        shell.setenv("SUARA_LLM", "openai")
        shell.setenv("OPENAI_API_KEY", KEY)
        shell.setenv("OPENAI_BASE_URL", model.base_url)
        with backends.stack(Path(folder), own) as stack:
            yield stack.start()


@pytest.fixture
def job(stack: Stack) -> Iterator[Job]:
    job = Job(stack.base_url, tokens.mint(stack.environment["SUARA_JWT_SECRET"]))
    yield job
    job.close()


def generated(stack: Stack, job: Job, count: int, traceparent: str) -> dict[str, Any]:
    """A group whose generation was asked for within the caller's trace, and is over."""
    project = job.create_project("Traced")
    group = job.create_group(project, NURSES, count)
    path = f"{stack.base_url}/api/v1/projects/{project['id']}/persona-groups/{group['id']}"
    token = tokens.mint(stack.environment["SUARA_JWT_SECRET"])
    headers = {"Authorization": f"Bearer {token}", "traceparent": traceparent}
    asked = httpx.post(f"{path}/generate", headers=headers, trust_env=False)
    assert asked.status_code == 202
    while group["generation_status"] in ("pending", "generating"):
        answer = httpx.get(path, headers={**headers, "traceparent": ""}, trust_env=False)
        group = answer.raise_for_status().json()
    return group


@pytest.fixture(scope="module")
def trace(stack: Stack, collector: Receiver) -> list[Span]:
    """Of one generation of three, up to the last step."""
    job = Job(stack.base_url, tokens.mint(stack.environment["SUARA_JWT_SECRET"]))
    group = generated(stack, job, 3, CALLER)
    job.close()
    assert group["generation_status"] == "complete", group["generation_progress"]
    trace_id = CALLER.split("-")[1]
    collector.until(lambda: whole(collector.trace(trace_id)))
    return collector.trace(trace_id)


def whole(trace: list[Span]) -> bool:
    """Whether the last steps have come, and all that they are part of."""
    ids = {span.span_id for span in trace}
    last = ("S3.PutObject", "process suara.persona.drafted.v1")
    done = all(len(named(trace, name)) == 3 for name in last)
    return done and sum(span.parent not in ids for span in trace) == 1


def named(trace: list[Span], name: str) -> list[Span]:
    return [span for span in trace if span.name == name]


def test_a_generation_is_one_trace_through_all_services(trace: list[Span]) -> None:
    ids = {span.span_id for span in trace}

    assert {span.service for span in trace} == SERVICES
    [first] = [span for span in trace if span.parent not in ids]
    assert first.parent == CALLER.split("-")[2]
    assert (first.service, first.kind) == ("api-gateway", "server")
    assert first.name == ("POST /api/v1/projects/{project_id}/persona-groups/{group_id}/generate")
    assert first.attributes["http.response.status_code"] == 202
    assert len(ids) == len(trace)
    assert not [span for span in trace if span.failed]


def test_each_step_is_a_span_of_its_kind_under_what_led_to_it(trace: list[Span]) -> None:
    by_id = {span.span_id: span for span in trace}
    ways = {(by_id[s.parent].name.split()[-1], s.name, s.kind) for s in trace if s.parent in by_id}

    step = "suara.persona.{}.v1".format
    assert {way for way in ways if "POST" not in way[0]} >= {
        ("suara.generation.requested.v1", "process suara.generation.requested.v1", "consumer"),
        ("suara.generation.requested.v1", f"process {step('cast')}", "consumer"),
        (step("cast"), "match", "internal"),
        (step("cast"), f"process {step('unmatched')}", "consumer"),
        (step("unmatched"), "chat gpt-4.1-mini", "client"),
        (step("unmatched"), "S3.PutObject", "client"),
        (step("unmatched"), f"process {step('drafted')}", "consumer"),
        (step("drafted"), "chat gpt-4.1-mini", "client"),
    }
    [sent] = [span for span in trace if span.kind == "producer"]
    assert sent.name == "send suara.generation.requested.v1"
    assert by_id[sent.parent].kind == "server"


def test_model_calls_say_what_they_cost_and_not_what_was_said(trace: list[Span]) -> None:
    calls = named(trace, "chat gpt-4.1-mini")

    assert len(calls) == 6
    for call in calls:
        assert call.attributes["gen_ai.operation.name"] == "chat"
        assert call.attributes["gen_ai.request.model"] == "gpt-4.1-mini"
        assert int(call.attributes["gen_ai.usage.input_tokens"] or 0) > 100
        assert int(call.attributes["gen_ai.usage.output_tokens"] or 0) > 10
    assert max(len(str(v)) for span in trace for v in span.attributes.values()) < 200
    assert "Nurse" not in str([span.attributes for span in trace])


def test_the_variables_of_the_exporter_are_heeded(trace: list[Span], collector: Receiver) -> None:
    assert trace
    assert collector.headers["x-tenant"] == "tests"


def test_an_unsampled_trace_is_passed_on_and_not_exported(
    stack: Stack, collector: Receiver, job: Job
) -> None:
    group = generated(stack, job, 1, UNSAMPLED)
    assert group["generation_status"] == "complete"

    generated(stack, job, 1, NEXT)  # is exported later than the other would be
    collector.until(
        lambda: {span.service for span in collector.trace(NEXT.split("-")[1])} == SERVICES
    )
    assert not collector.trace(UNSAMPLED.split("-")[1])
    lines = logged(stack, "generator", trace_id=UNSAMPLED.split("-")[1])
    assert {line["group_id"] for line in lines} == {group["id"]}


def test_every_line_of_a_message_names_its_trace_and_what_it_is_about(
    stack: Stack, trace: list[Span]
) -> None:
    for service in ("generator", "library", "avatar"):
        lines = logged(stack, service, event="message.handled", trace_id=trace[0].trace_id)
        assert lines
        ids = {span.span_id for span in trace if span.service == service}
        for line in lines:
            assert line["span_id"] in ids
            assert line["event_id"] != line["causation_id"]
            assert line["group_id"]
            assert line["generation_id"]


def logged(stack: Stack, service: str, **fields: str) -> list[dict[str, Any]]:
    text = next(stack.home.root.rglob(f"{service}.log")).read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [line for line in lines if fields.items() <= line.items()]
