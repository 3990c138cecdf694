"""Runs a service whose metrics count nothing: `python unmeasured.py MODULE`."""

import runpy
import sys
from typing import Any

from prometheus_client import Counter, Gauge, Histogram


def _itself(metric: Any, *_: Any, **__: Any) -> Any:
    return metric


def _nothing(*_: Any, **__: Any) -> None:
    """Not counted."""


for kind in (Counter, Gauge, Histogram):
    setattr(kind, "labels", _itself)  # noqa: B010 - mypy would have it that nobody may
    for change in ("inc", "dec", "set", "observe"):
        if hasattr(kind, change):
            setattr(kind, change, _nothing)

sys.path.pop(0)
runpy.run_module(sys.argv[1], run_name="__main__", alter_sys=True)
