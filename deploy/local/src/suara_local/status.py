"""What runs, for people and for machines."""

from typing import Any

import psutil
from rich.table import Table

from suara_local.home import Home
from suara_local.state import State

MEGABYTE = 1_000_000


def describe(home: Home, state: State | None) -> dict[str, Any]:
    """The stack as plain data; `running` is False when there is none."""
    if state is None:
        return {"running": False, "home": str(home.root)}
    pids = {"supervisor": state.supervisor, **state.processes}
    return {
        "running": True,
        "ready": state.ready,
        "stage": state.stage,
        "home": str(home.root),
        "base_url": state.base_url,
        "broker": state.broker,
        "docs_url": f"{state.base_url}/docs" if state.base_url else "",
        "processes": [
            {
                "name": name,
                "pid": pid,
                "port": state.ports.get(name),
                "memory_mb": _memory_mb(pid),
                "log": str(home.log(name)),
            }
            for name, pid in pids.items()
        ],
    }


def table(described: dict[str, Any]) -> Table:
    """The processes as a table."""
    shown = Table("process", "pid", "port", "memory", "log", box=None, header_style="bold")
    for process in described["processes"]:
        memory = process["memory_mb"]
        shown.add_row(
            process["name"],
            str(process["pid"]),
            str(process["port"] or ""),
            "gone" if memory is None else f"{memory} MB",
            process["log"],
        )
    return shown


def _memory_mb(pid: int) -> int | None:
    try:
        resident: int = psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return None
    return resident // MEGABYTE
