"""Every panel's and every alert's query, put to Prometheus."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from observability_files import DASHBOARDS, alerts, metrics_of
from observe.prometheus import SCRAPE_SECONDS, Prometheus

_GRAFANAS = {"$__rate_interval": f"{SCRAPE_SECONDS * 10}s"}


@dataclass(frozen=True)
class Fault:
    """A query that was refused, or found nothing."""

    where: str
    what: str


def dashboards(
    asked: Prometheus, start: float, end: float, faults: list[Fault]
) -> dict[str, dict[str, Any]]:
    """Each dashboard's document, with `series` for each target of each of its panels."""
    found = {}
    for file in sorted(DASHBOARDS.glob("*.json")):
        document = json.loads(file.read_text())
        for panel in document["panels"]:
            for target in panel.get("targets", ()):
                where = f"{file.stem}: {panel['title']}"
                target["series"] = list(_answer(asked, target, start, end, where, faults))
        found[file.stem] = document
    return found


def fired(asked: Prometheus, start: float, end: float, faults: list[Fault]) -> dict[str, float]:
    """For each alert the seconds for which its condition was true, whatever its `for` says.

    A condition over a series that nobody has is a fault, as it can never be true.
    """
    seconds = {}
    for name, alert in alerts().items():
        try:
            series = asked.over_time(alert["expr"], start, end)
        except ValueError as error:
            faults.append(Fault(name, str(error)))
            continue
        times = {time for one in series for time, _ in one["values"]}
        seconds[name] = len(times) * SCRAPE_SECONDS
        faults += [
            Fault(name, f"nobody has {metric}")
            for metric in metrics_of(alert["expr"])
            if not asked.over_time(metric, start, end)
        ]
    return seconds


def _answer(
    asked: Prometheus,
    target: dict[str, Any],
    start: float,
    end: float,
    where: str,
    faults: list[Fault],
) -> Iterator[dict[str, Any]]:
    expression = target["expr"]
    for variable, value in _GRAFANAS.items():
        expression = expression.replace(variable, value)
    try:
        if target.get("instant"):
            series = asked.instant(expression)
        else:
            series = asked.over_time(expression, start, end)
    except ValueError as error:
        faults.append(Fault(where, str(error)))
        return
    if not series:
        faults.append(Fault(where, f"nothing for {expression}"))
    yield from series
