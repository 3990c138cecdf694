"""One way to show, keep and publish a benchmark's figures.

`python bench/report.py docs/*.md` puts what the last runs have kept into the pages' sections, each
between `<!-- figures: NAME -->` and `<!-- end -->`. What has not run here stays as it is.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
SECTION = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
TARGETS_OF_TESTS = {
    "quality": "make quality",
    "chaos": "make chaos",
    "kills": "make test-compose",
    "compose": "make test-compose",
}

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Target:
    """A bound that a figure must keep in every column."""

    most: float | None = None
    least: float | None = None

    def met(self, value: float) -> bool:
        """Whether the bound is kept."""
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it is shown. verdict: "met", "missed" or "" where there is no target."""

    figure: str
    target: str
    values: tuple[str, ...]
    verdict: str


def report(
    name: str, title: str, figures: Figures, targets: Mapping[str, Target] | None = None
) -> bool:
    """Print a table and write bench/results/<name>.json. Names carry their unit.

    Returns whether every target was met.
    """
    return report_columns(name, title, {"value": figures}, targets)


def report_columns(
    name: str,
    title: str,
    columns: Mapping[str, Figures],
    targets: Mapping[str, Target] | None = None,
    path: Path | None = None,
) -> bool:
    """The same for figures of several things side by side, such as markets.

    path: where to write instead.
    """
    figures = next(iter(columns.values()))
    rows = [_row(figure, columns, (targets or {}).get(figure)) for figure in figures]
    Console(width=132).print(_table(title, columns, rows))
    path = path or RESULTS / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {"title": title, "figures": columns, "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Written to {path}")
    return all(row.verdict != "missed" for row in rows)


def filled(page: str) -> str:
    """The Markdown page with a table for each benchmark that has run."""
    return SECTION.sub(_refreshed, page)


def _refreshed(section: re.Match[str]) -> str:
    begin, name, end = section.groups()
    path = RESULTS / f"{name}.json"
    if not path.exists():
        return section[0]
    return begin + _section(name, json.loads(path.read_text(encoding="utf-8"))) + end


def _row(figure: str, columns: Mapping[str, Figures], target: Target | None) -> Row:
    values = [figures[figure] for figures in columns.values()]
    verdict = ""
    if target:
        verdict = "met" if all(target.met(value) for value in values) else "missed"
    shown = tuple(_written(value, figure) for value in values)
    return Row(figure, str(target) if target else "", shown, verdict)


def _table(title: str, columns: Mapping[str, Figures], rows: list[Row]) -> Table:
    table = Table(title=title)
    for heading in ("figure", "target"):
        table.add_column(heading, no_wrap=True)
    for heading in (*columns, ""):
        table.add_column(heading, justify="right")
    colours = {"met": "[green]met", "missed": "[red]missed", "": ""}
    for row in rows:
        table.add_row(row.figure, row.target, *row.values, colours[row.verdict])
    return table


def _section(name: str, kept: dict[str, Any]) -> str:
    columns, rows = kept["figures"], [Row(**row) for row in kept["rows"]]
    bench, _, _ = name.partition("_")  # one bench may write several tables
    command = TARGETS_OF_TESTS.get(bench, f"make bench-{bench}")
    lines = [
        f"## {kept['title']}\n\n`{command}`\n",
        f"| figure | target | {' | '.join(columns)} | |",
        f"|---|---|{'--:|' * len(columns)}---|",
        *(
            f"| {row.figure} | {row.target} | {' | '.join(row.values)} | {row.verdict} |"
            for row in rows
        ),
    ]
    return "\n".join(lines) + "\n"


def _written(value: float, name: str) -> str:
    if name.endswith(("_tv", "_share")) or "cosine" in name:
        return f"{value:.3f}"
    if name.endswith(("_percent", "_mean")):
        return f"{value:,.1f}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
