"""Draws dashboards with what Prometheus said: python pictures.py SEEN.json FOLDER.

Panels lie where the JSON's gridPos says, in the units that it says. It runs in an environment of
its own, with matplotlib, and imports nothing of Suara.
"""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

COLUMNS = 24
INCHES_WIDE, INCHES_PER_ROW = 20.0, 0.42
GROUND, SHEET, INK, FAINT = "#f4f5f5", "#ffffff", "#24292e", "#9aa0a6"
MOST_IN_LEGEND = 9
_SCALES: dict[str, list[tuple[float, float, str]]] = {
    # from, divided by, with this behind it
    "s": [(3600, 3600, " h"), (60, 60, " min"), (1, 1, " s"), (0, 0.001, " ms")],
    "bytes": [(2**30, 2**30, " GiB"), (2**20, 2**20, " MiB"), (0, 2**10, " KiB")],
    "Bps": [(1e6, 1e6, " MB/s"), (1e3, 1e3, " kB/s"), (0, 1, " B/s")],
    "short": [(1e6, 1e6, " M"), (1e4, 1e3, " K"), (0, 1, "")],
    "reqps": [(0, 1, " req/s")],
    "ops": [(0, 1, " /s")],
    "percentunit": [(0, 0.01, " %")],
}


def main(seen: Path, folder: Path) -> None:
    found = json.loads(seen.read_text())
    plt.rcParams.update({"font.size": 8, "text.color": INK, "axes.labelcolor": INK})
    for name, dashboard in found["dashboards"].items():
        figure = drawn(dashboard, found["start"], found["end"], found["told"])
        figure.savefig(folder / f"{name}.png", dpi=75, facecolor=GROUND)
        plt.close(figure)


def drawn(
    dashboard: dict[str, Any], start: float, end: float, told: list[tuple[float, str]]
) -> Figure:
    """One dashboard, and under it what was done to the system at the lines in its panels."""
    panels = dashboard["panels"]
    rows = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels) + 3
    figure = plt.figure(figsize=(INCHES_WIDE, rows * INCHES_PER_ROW))
    top = 1 - 1 / rows
    figure.text(0.01, 1 - 0.8 / rows, dashboard["title"], size=15, weight="bold")
    for panel in panels:
        at = panel["gridPos"]
        x, width = at["x"] / COLUMNS, at["w"] / COLUMNS
        y, height = top - (at["y"] + at["h"] + 0.3) / rows, at["h"] / rows
        if panel["type"] == "row":
            figure.text(0.01, y + 0.3 * height, panel["title"], size=11, weight="bold")
            continue
        sheet = figure.add_axes((x + 0.003, y + 0.15 / rows, width - 0.006, height - 0.25 / rows))
        sheet.set(xticks=[], yticks=[], facecolor=SHEET)
        plt.setp(sheet.spines.values(), color="#d8dadd")
        title = f"{panel['title']}"
        figure.text(x + 0.008, y + height - 0.75 / rows, title, size=9, weight="bold")
        if panel["type"] == "stat":
            _figures(figure, panel, (x, y, width, height), rows)
        else:
            box = (x + 0.038, y + 2.1 / rows, width - 0.048, height - 3.2 / rows)
            _lines(figure.add_axes(box), panel, start, end, told)
    words = ", ".join(f"{chr(97 + n)}: {name}" for n, (_, name) in enumerate(told))
    figure.text(0.01, 0.5 / rows, f"What was done: {words}", size=9, color=INK)
    return figure


def _lines(axes: Axes, panel: dict[str, Any], start: float, end: float, told: Any) -> None:
    unit = panel["fieldConfig"]["defaults"]["unit"]
    custom = panel["fieldConfig"]["defaults"].get("custom", {})
    found = [
        (_legend(target, series["metric"]), series["values"])
        for target in panel["targets"]
        for series in target["series"]
        if any(value != "NaN" for _, value in series["values"])
    ]
    axes.set_axisbelow(True)
    axes.set_facecolor(SHEET)
    axes.set_xlim(0, end - start)
    colours = plt.get_cmap("tab10" if len(found) <= 10 else "tab20").colors
    if custom.get("stacking", {}).get("mode") == "normal":
        _stack(axes, found, start, colours)
    else:
        for (name, values), colour in zip(found, colours, strict=False):
            points = [(t - start, _number(value)) for t, value in values]
            axes.plot(*zip(*points, strict=True), label=name, color=colour, linewidth=1.3)
    highest = max(axes.get_ylim()[1], 1e-9)
    axes.set_ylim(0, highest)
    for number, (moment, _) in enumerate(told):
        axes.axvline(moment - start, color=FAINT, linewidth=0.7, linestyle=":")
        axes.text(moment - start, highest, chr(97 + number), size=7, color=FAINT, ha="center")
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _written(value, unit)))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _clock(start + value)))
    axes.tick_params(labelsize=7, length=2, colors="#5f6368")
    axes.grid(axis="y", color="#eceef0", linewidth=0.8)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    if not found:
        axes.text(0.5, 0.5, "No data", transform=axes.transAxes, ha="center", color=FAINT)
        return
    handles, names = axes.get_legend_handles_labels()
    columns = max(1, min(len(names), int(axes.get_position().width * 190 / max(map(len, names)))))
    axes.legend(
        handles[:MOST_IN_LEGEND],
        names[:MOST_IN_LEGEND],
        loc="upper left",
        bbox_to_anchor=(-0.02, -0.1),
        ncols=columns,
        fontsize=7,
        frameon=False,
        handlelength=1.2,
        columnspacing=1.2,
        labelspacing=0.2,
    )


def _stack(axes: Axes, found: Any, start: float, colours: Any) -> None:
    times = sorted({moment for _, values in found for moment, _ in values})
    columns = []
    for _, values in found:
        known = {moment: _number(value) for moment, value in values}
        columns.append([known.get(moment, 0.0) for moment in times])
    if columns:
        names = [name for name, _ in found]
        moments = [moment - start for moment in times]
        axes.stackplot(moments, columns, labels=names, colors=colours, alpha=0.75)


def _figures(figure: Figure, panel: dict[str, Any], box: Any, rows: int) -> None:
    x, y, width, height = box
    unit = panel["fieldConfig"]["defaults"]["unit"]
    decimals = panel["fieldConfig"]["defaults"].get("decimals")
    found = [
        (_legend(target, series["metric"]), _number(series["value"][1]))
        for target in panel["targets"]
        for series in target["series"]
    ] or [("", float("nan"))]
    for number, (name, value) in enumerate(found):
        middle = x + width * (number + 0.5) / len(found)
        size = 17 if len(found) < 4 else 13
        text = _written(value, unit, decimals)
        figure.text(middle, y + height * 0.38, text, size=size, ha="center", weight="bold")
        figure.text(middle, y + 0.5 / rows, name, size=8, ha="center", color="#5f6368")


def _legend(target: dict[str, Any], labels: dict[str, str]) -> str:
    form = target["legendFormat"]
    if form == "__auto":
        return ""
    return re.sub(r"{{(\w+)}}", lambda found: labels.get(found[1], ""), form)


def _written(value: float, unit: str, decimals: int | None = None) -> str:
    """As Grafana would, nearly."""
    if value != value:
        return "No data"
    if unit == "currencyUSD":
        return f"${value:.{2 if decimals is None else decimals}f}"
    for least, divisor, suffix in _SCALES[unit]:
        if abs(value) >= least:
            scaled = value / divisor
            whole = f"{scaled:.3g}" if abs(scaled) < 1000 else f"{scaled:.0f}"
            if decimals is not None and unit != "s":
                whole = f"{scaled:.{decimals}f}"
            return whole + (suffix if value else suffix.replace(" ms", " s"))
    return str(value)


def _number(text: str) -> float:
    return float(text)


def _clock(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%H:%M:%S")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
