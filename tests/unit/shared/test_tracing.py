"""Spans around messages, as another process makes them: with a collector, without, with none."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from otlp_server import receiving

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = f"00-{TRACE}-00f067aa0ba902b7-"
PROCESS = Path(__file__).with_name("one_message.py")


def process(*what: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    told = {f"OTEL_{name}": value for name, value in variables.items()}
    return subprocess.run(
        [sys.executable, str(PROCESS), *what],
        env=clean | told | {"SUARA_LOG_FORMAT": "json"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def ran(*what: str, **variables: str) -> tuple[dict[str, Any], list[str], float]:
    """What the process tells at its end, its log, and how long it took to end."""
    done = process(*what, **variables)
    done.check_returncode()
    ended = time.time()
    end: dict[str, Any] = json.loads(done.stdout)
    return end, done.stderr.splitlines(), ended - end["at"]


def test_without_a_collector_a_trace_is_passed_on_and_nothing_of_the_sdk_is_there() -> None:
    end, log, _ = ran("handle", CALLER + "00")

    assert end["outputs"] == [CALLER + "00"]
    assert end["sdk"] == []
    assert end["threads"] == ["MainThread"]
    [line] = [json.loads(line) for line in log]
    assert (line["trace_id"], line["event"]) == (TRACE, "message.handled")
    assert line["group_id"]


def test_a_message_without_a_trace_begins_one() -> None:
    with receiving() as collector:
        end, _, _ = ran("handle", "", EXPORTER_OTLP_ENDPOINT=collector.base_url)
        [span] = collector.spans

    [output] = end["outputs"]
    assert output.startswith(f"00-{span.trace_id}-{span.span_id}-")
    assert (span.service, span.parent) == ("tests", "")


def test_what_follows_from_a_redelivered_message_keeps_its_id_in_a_span_of_its_own() -> None:
    with receiving() as collector:
        end, _, _ = ran("twice", CALLER + "01", EXPORTER_OTLP_ENDPOINT=collector.base_url)

    assert len(end["ids"]) == 2
    assert len(set(end["ids"])) == 1
    assert len(set(end["outputs"])) == 2


def test_a_service_is_called_as_the_variables_say() -> None:
    with receiving() as collector:
        where = {"EXPORTER_OTLP_ENDPOINT": collector.base_url}
        ran("handle", "", **where, RESOURCE_ATTRIBUTES="service.name=cast,team=red")

        assert [span.service for span in collector.spans] == ["cast"]


def test_a_failed_handler_leaves_its_errors_type_and_not_its_text() -> None:
    with receiving() as collector:
        ran("fail", CALLER + "01", EXPORTER_OTLP_ENDPOINT=collector.base_url)
        [span] = collector.spans

    assert (span.trace_id, span.kind, span.failed) == (TRACE, "consumer", True)
    assert span.attributes["error.type"] == "PermanentError"
    assert "what nobody may read" not in str(span)


def test_an_argument_of_the_sampler_that_is_none_is_ignored_with_a_word() -> None:
    with receiving() as collector:
        _, log, _ = ran(
            "handle",
            "",
            EXPORTER_OTLP_ENDPOINT=collector.base_url,
            TRACES_SAMPLER="parentbased_traceidratio",
            TRACES_SAMPLER_ARG="abc",
        )
        assert len(collector.spans) == 1
    assert len([line for line in log if "SAMPLER_ARG" in line]) == 1


def test_what_the_sdk_refuses_ends_the_process_with_a_line_that_names_it() -> None:
    here = {"EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    done = process("handle", "", **here, SPAN_ATTRIBUTE_COUNT_LIMIT="many")

    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("suara: OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT ")


def test_an_unsampled_message_is_not_exported() -> None:
    with receiving() as collector:
        end, _, _ = ran("handle", CALLER + "00", EXPORTER_OTLP_ENDPOINT=collector.base_url)
        assert collector.spans == []
    [output] = end["outputs"]
    assert output.startswith(f"00-{TRACE}-")
    assert output.endswith("-00")


@pytest.mark.parametrize("fault", ["away", "slow"])
def test_a_collector_that_is_away_or_slow_delays_no_message_and_hardly_the_end(
    fault: str,
) -> None:
    with receiving() as collector:
        collector.delay_seconds = 30 if fault == "slow" else 0
        where = collector.base_url if fault == "slow" else "http://127.0.0.1:9"
        end, log, seconds = ran(
            "crowd",
            CALLER + "01",
            EXPORTER_OTLP_ENDPOINT=where,
            BSP_SCHEDULE_DELAY="10",
            BSP_MAX_QUEUE_SIZE="100",
            BSP_MAX_EXPORT_BATCH_SIZE="50",
        )
        collector.delay_seconds = 0

    assert len(end["outputs"]) == 5_000
    assert seconds < 20  # the SDK's own patience is 30 s
    assert len([line for line in log if "opentelemetry" in line]) <= 1
