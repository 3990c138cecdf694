"""Alert rules: each is tested, explained in the runbook, and says how grave it is."""

import re
import subprocess

import pytest
import yaml

from manifests import OVERLAYS, SERVICES, containers_of, quantity
from observability_files import PROMETHEUS, ROOT, alerts, promtool, rules

RUNBOOK = ROOT / "docs" / "runbook.md"


def test_promtool_finds_that_every_alert_fires_when_it_should_and_only_then() -> None:
    tool = promtool()
    if tool is None:
        pytest.skip("no promtool: `make prometheus` fetches it, where apt-get is")
    files = sorted((PROMETHEUS / "tests").glob("*.yml"))
    checked = [tool, "check", "rules", *sorted((PROMETHEUS / "rules").glob("*.yml"))]
    for command in (checked, [tool, "test", "rules", *files]):
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


def test_prometheus_understands_its_configuration() -> None:
    tool = promtool()
    if tool is None:
        pytest.skip("no promtool: `make prometheus` fetches it, where apt-get is")
    command = [tool, "check", "config", PROMETHEUS / "prometheus.yml"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_is_quiet() -> None:
    cases = [
        (check["alertname"], bool(check["exp_alerts"]))
        for file in (PROMETHEUS / "tests").glob("*.yml")
        for test in yaml.safe_load(file.read_text())["tests"]
        for check in test["alert_rule_test"]
    ]
    assert {name for name, fires in cases if fires} == set(alerts())
    assert {name for name, fires in cases if not fires} == set(alerts())


@pytest.mark.parametrize("name", sorted(alerts()))
def test_an_alert_says_how_grave_it_is_what_happened_with_the_figure_and_where_to_read_on(
    name: str,
) -> None:
    alert = alerts()[name]
    assert alert["labels"]["severity"] in ("critical", "warning")
    texts = alert["annotations"]
    assert texts["summary"]
    assert "$value" in texts["description"] or name in ("ServiceGone", "ServiceDown")
    assert texts["runbook_url"] == f"docs/runbook.md#{name.lower()}"


def test_the_runbook_explains_every_alert_once_and_no_other() -> None:
    text = RUNBOOK.read_text().split("\n## Alerts\n")[1].split("\n## ")[0]
    assert sorted(re.findall(r"^#### (.+)$", text, re.M)) == sorted(alerts())


def test_the_alert_on_memory_knows_what_a_pod_may_hold() -> None:
    known = {
        rule["labels"]["job"]: rule["expr"]
        for rule in rules()
        if rule.get("record") == "suara:memory_limit_bytes"
    }
    for overlay in OVERLAYS:
        for service in SERVICES:
            (container,) = containers_of(overlay, service)
            mib = quantity(container["resources"]["limits"]["memory"]) / 2**20
            assert known[service] == f"vector({mib:.0f} * 2^20)"
    assert known.keys() == set(SERVICES)
