"""docs/metrics.md, generated from the metrics themselves.

`python -m suara.telemetry.documents docs/metrics.md` writes it. Which services have the metrics of
a module is what the first line of its docstring says.
"""

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from prometheus_client.metrics import MetricWrapperBase

from suara import telemetry

#: Their module `metrics`, where they have one, is part of the page.
SERVICES = ("api_gateway", "ethnography", "generator", "library", "avatar")

_HEAD = """# Metrics

Every service answers `GET /metrics`, the gateway on the API's port, workers on the port of their
health. Generated from the code by `make metrics`; times are in seconds. A histogram has
the series `…_bucket`, `…_sum` and `…_count`. No label holds an id or text from outside, so that
there are as many series as the code and the topics make, however long a process runs.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *map(_section, modules())])


def modules() -> list[ModuleType]:
    """Those that have metrics, shared ones first."""
    shared = [f"suara.telemetry.{each.name}" for each in pkgutil.iter_modules(telemetry.__path__)]
    own = [f"{service}.metrics" for service in SERVICES if find_spec(f"{service}.metrics")]
    imported = [import_module(name) for name in shared + own]
    return [module for module in imported if any(metrics(module))]


def metrics(module: ModuleType) -> Iterator[MetricWrapperBase]:
    """Those made in a module, in its order."""
    for value in vars(module).values():
        if isinstance(value, MetricWrapperBase):
            yield value


def name(metric: MetricWrapperBase) -> str:
    """As it is queried."""
    return f"{metric._name}_total" if metric._type == "counter" else metric._name


def labels(metric: MetricWrapperBase) -> tuple[str, ...]:
    return tuple(metric._labelnames)


def _section(module: ModuleType) -> str:
    title, _, more = (module.__doc__ or "").partition("\n\n")
    rows = [
        f"| `{name(metric)}` | {metric._type} | {_listed(labels(metric))} "
        f"| {metric._documentation.replace('|', '&#124;')} |"
        for metric in metrics(module)
    ]
    table = ["| metric | type | labels | meaning |", "|---|---|---|---|", *rows, ""]
    heading = f"## {' '.join(title.split()).rstrip('.')}\n"
    return "\n".join([heading, *([more.strip() + "\n"] if more.strip() else []), *table])


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{each}`" for each in names)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
