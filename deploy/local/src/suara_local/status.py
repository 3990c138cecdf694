"""What runs, for people and for machines."""

import json
from typing import Any

import psutil
from rich.table import Table

from suara_local import probes
from suara_local.home import Home
from suara_local.services import GATEWAY
from suara_local.state import State

MEGABYTE = 1_000_000


def describe(home: Home, state: State | None) -> dict[str, Any]:
    """The stack as plain data; `running` is False when there is none.

    outbox: {waiting, oldest_seconds, refused} events; None while the gateway does not say.
    """
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
        "outbox": _outbox(state.ports.get(GATEWAY)),
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


def outbox_line(described: dict[str, Any]) -> str:
    """Like "Outbox: 3 waiting, the oldest for 12 s; 1 refused"."""
    outbox = described["outbox"]
    if outbox is None:
        return "Outbox: unknown, as the gateway does not answer"
    age = f", the oldest for {outbox['oldest_seconds']:.0f} s" if outbox["waiting"] else ""
    return f"Outbox: {outbox['waiting']} waiting{age}; {outbox['refused']} refused"


def _outbox(port: int | None) -> dict[str, Any] | None:
    """As the gateway's readiness tells it, ready or not."""
    try:
        told = json.loads((port and probes.body(port, "/health/ready")) or "{}")
        return {name: told["outbox"][name] for name in ("waiting", "oldest_seconds", "refused")}
    except (ValueError, KeyError, TypeError):
        return None


def _memory_mb(pid: int) -> int | None:
    try:
        resident: int = psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return None
    return resident // MEGABYTE
