"""What is running in a home, for every other command that wants to know."""

import json
import os
from dataclasses import asdict, dataclass, field
from typing import Any

import psutil

from suara_local.broker import EMBEDDED, Broker
from suara_local.home import Home, write_private

CLOCK_TOLERANCE_SECONDS = 1.0


@dataclass(frozen=True)
class State:
    """Written by the supervisor at every step, complete when `ready`. Holds no secret."""

    supervisor: int
    created: float
    stage: str = ""
    step: int = 0
    steps: int = 0
    ready: bool = False
    base_url: str = ""
    broker: Broker = EMBEDDED
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, int] = field(default_factory=dict)


def new() -> State:
    """A record that names this process as the supervisor."""
    pid = os.getpid()
    return State(supervisor=pid, created=psutil.Process(pid).create_time())


def write(home: Home, state: State) -> None:
    """Record it, whole or not at all."""
    write_private(home.state, json.dumps(asdict(state), indent=2))


def read(home: Home) -> State | None:
    """The living stack of this home. A record whose supervisor is gone is removed."""
    try:
        found: dict[str, Any] = json.loads(home.state.read_text())
        state = State(**found)
    except OSError:
        return None
    except (ValueError, TypeError):
        state = None
    if state is not None and is_alive(state):
        return state
    home.state.unlink(missing_ok=True)
    return None


def is_alive(state: State) -> bool:
    """Whether the supervisor still runs: the same process, not another with its number."""
    try:
        process = psutil.Process(state.supervisor)
        same = abs(process.create_time() - state.created) < CLOCK_TOLERANCE_SECONDS
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
