"""One way to show and keep a benchmark's figures."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


def report(name: str, title: str, figures: dict[str, float]) -> None:
    """Print a table and write bench/results/<name>.json. Names carry their unit."""
    table = Table("figure", "value", title=title)
    for figure, value in figures.items():
        table.add_row(figure, f"{value:,.2f}")
    Console().print(table)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(figures, indent=2) + "\n")
    print(f"Written to {path}")
