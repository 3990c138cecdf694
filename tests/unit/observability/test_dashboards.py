"""Dashboards: as their source says, over metrics that exist, and laid out without overlap."""

import importlib
import json
import pkgutil
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

import suara.telemetry
from dashboards import ALL
from dashboards.document import text
from observability_files import DASHBOARDS, metrics_of, panels, rules

_SERVICES = ("api_gateway", "ethnography", "generator", "library", "avatar")
#: Made by Prometheus itself.
_OF_PROMETHEUS = {"up", "ALERTS"}


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_json_is_what_its_source_says(name: str) -> None:
    assert (DASHBOARDS / f"{name}.json").read_text() == text(ALL[name]), "run: make dashboards"


def test_no_other_dashboard_is_provisioned() -> None:
    assert {file.stem for file in DASHBOARDS.iterdir()} == set(ALL)


def test_every_metric_of_a_rule_or_a_panel_is_one_that_a_service_has() -> None:
    known = _exported() | _OF_PROMETHEUS | {rule["record"] for rule in rules() if "record" in rule}
    asked = [rule["expr"] for rule in rules()]
    asked += [target["expr"] for panel in panels() for target in panel["targets"]]
    unknown = {name for expression in asked for name in metrics_of(expression)} - known
    assert not unknown


@pytest.mark.parametrize("file", sorted(DASHBOARDS.glob("*.json")), ids=lambda file: file.stem)
def test_panels_lie_beside_each_other(file: Path) -> None:
    for one, other in combinations(json.loads(file.read_text())["panels"], 2):
        assert _apart(one["gridPos"], other["gridPos"]), (one["title"], other["title"])


def test_every_panel_has_a_title_a_unit_and_a_legend_where_series_differ() -> None:
    for panel in panels():
        assert panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"]
        targets = panel["targets"]
        assert len({target["legendFormat"] for target in targets}) == len(targets)


def _exported() -> set[str]:
    """Names of series of all services, whose metrics are made when their modules are imported."""
    for module in pkgutil.iter_modules(suara.telemetry.__path__, "suara.telemetry."):
        importlib.import_module(module.name)
    for service in _SERVICES:
        try:
            importlib.import_module(f"{service}.metrics")
        except ModuleNotFoundError:
            continue
    names = set()
    for metric in REGISTRY.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
        names |= {metric.name + suffix for suffix in suffixes.get(metric.type, [""])}
    return names


def _apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (
        one["x"] + one["w"] <= other["x"]
        or other["x"] + other["w"] <= one["x"]
        or one["y"] + one["h"] <= other["y"]
        or other["y"] + other["h"] <= one["y"]
    )
