"""Metrics are named by Prometheus' conventions, and the page about them is theirs."""

from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase

from suara.telemetry.documents import labels, metrics, modules, name, page

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
METRICS = [metric for module in modules() for metric in metrics(module)]
UNITS = ("seconds", "bytes", "ratio")
# Gauges that count things say which things.
THINGS = (
    "calls",
    "documents",
    "flight",
    "limit",
    "messages",
    "personas",
    "requests",
    "running",
    "server",
    "signals",
)
MOST_LABELS = 3


def test_the_page_of_metrics_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make metrics`"


@pytest.mark.parametrize("metric", METRICS, ids=name)
def test_a_metric_says_its_unit_and_what_it_is(metric: MetricWrapperBase) -> None:
    called = name(metric)
    assert called.startswith(("suara_", "http_server_"))
    if metric._type == "histogram":
        assert called.endswith(UNITS)
        assert len(metric._kwargs["buckets"]) <= 12
    elif metric._type == "counter":
        assert called.endswith("_total")
    else:
        assert metric._type == "gauge"
        assert called.endswith((*UNITS, *THINGS))
        assert not called.endswith("_total")
    assert not any(word in called for word in ("_ms", "milli", "minute", "percent", "kilo"))
    assert metric._documentation[:1].isupper()


@pytest.mark.parametrize("metric", METRICS, ids=name)
def test_no_label_can_be_an_id_or_a_text(metric: MetricWrapperBase) -> None:
    assert len(labels(metric)) <= MOST_LABELS
    for label in labels(metric):
        assert not label.endswith(("_id", "_key", "path", "url", "error", "name", "text"))
