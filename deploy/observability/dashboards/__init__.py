"""Grafana's dashboards, as source: `python -m dashboards FOLDER` writes their JSON."""

from grafana_foundation_sdk.builders.dashboard import Dashboard

from dashboards import generation, golden_signals, money, operations

ALL: dict[str, Dashboard] = {
    "golden-signals": golden_signals.DASHBOARD,
    "generation": generation.DASHBOARD,
    "money": money.DASHBOARD,
    "operations": operations.DASHBOARD,
}
"""By the name of the file, which is the dashboard's uid, too."""
