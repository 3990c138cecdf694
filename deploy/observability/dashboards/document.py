"""A dashboard as a JSON document."""

from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder


def text(dashboard: Dashboard) -> str:
    """What Grafana reads; panels numbered in their order, so that links to them stay true."""
    built = dashboard.build()
    for number, panel in enumerate(built.panels or (), start=1):
        panel.id_val = number
    return JSONEncoder(indent=1, ensure_ascii=False).encode(built) + "\n"
