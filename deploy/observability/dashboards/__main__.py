"""Writes the dashboards' JSON into a folder: what Grafana is provisioned with."""

import sys
from pathlib import Path

from dashboards import ALL
from dashboards.document import text

if __name__ == "__main__":
    for name, dashboard in ALL.items():
        (Path(sys.argv[1]) / f"{name}.json").write_text(text(dashboard))
