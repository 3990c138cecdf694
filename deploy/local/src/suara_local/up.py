"""Keeping a stack running: in this terminal, or in the background."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from suara_local import interrupts, logfile, state
from suara_local.broker import PRODUCTS, Broker
from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.services import SERVICES, Service
from suara_local.stack import OnProgress, Stack
from suara_local.state import State
from suara_local.terminal import command, err, out, steps

SUPERVISOR = "supervisor"
DOWN_SECONDS = 30.0
POLL_SECONDS = 0.1


def attached(
    home: Home,
    generators: int,
    port: int | None,
    broker: Broker | None = None,
    services: Sequence[Service] = SERVICES,
) -> None:
    """Run a stack until Ctrl-C (raises Interrupted) or until a process dies (raises ChildDied)."""
    stack = Stack(home.root, generators=generators, port=port, broker=broker, services=services)
    with interrupts.raised(), stack:
        with steps("Starting Suara") as on_progress:
            stack.start(on_progress)
        welcome(home, stack.base_url, stack.broker)
        out.print("Ctrl-C stops everything.")
        try:
            stack.wait()
        finally:
            err.print("Stopping ...")


def detached(home: Home, generators: int, port: int | None, broker: Broker | None = None) -> None:
    """Start a stack in the background; returns when it is ready, raises LocalError otherwise."""
    home.prepare()
    again = [sys.executable, "-m", "suara_local", "up", "--generators", str(generators)]
    again += ["--port", str(port)] if port is not None else []
    again += ["--broker", broker] if broker is not None else []
    log = home.log(SUPERVISOR)
    with logfile.open_for_run(log, tuple(again)) as output:
        supervisor = subprocess.Popen(  # noqa: S603
            again,
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        with interrupts.raised(), steps("Starting Suara in the background") as on_progress:
            found = _await_ready(home, supervisor, on_progress)
    except BaseException:
        supervisor.terminate()
        supervisor.wait()
        raise
    welcome(home, found.base_url, found.broker)
    out.print(f"`{command()} down` stops everything.")


def down(home: Home) -> bool:
    """Stop the stack of this home and wait until it has gone. False when none was running."""
    found = state.read(home)
    if found is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(found.supervisor, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while state.is_alive(found):
        if time.monotonic() > deadline:
            raise LocalError(
                f"The stack (process {found.supervisor}) did not stop in {DOWN_SECONDS:.0f} s. "
                f"Its logs: {home.logs}. `kill -9 {found.supervisor}` ends it and its processes."
            )
        time.sleep(POLL_SECONDS)
    return True


def welcome(home: Home, base_url: str, broker: Broker) -> None:
    """Where everything is."""
    suara = command()
    out.print(f"Suara runs at {base_url}")
    out.print(f"  API docs   {base_url}/docs")
    out.print(f"  Token      {suara} token   (send it as: Authorization: Bearer <token>)")
    out.print(f"  Broker     {PRODUCTS[broker]}")
    out.print(f"  Logs       {home.logs}   ({suara} logs -f)")
    out.print(f"  Data       {home.data}")
    out.print(f'  Try it     {suara} demo "Students in Bandung who order with GoFood"')


def _await_ready(
    home: Home, supervisor: "subprocess.Popen[bytes]", on_progress: OnProgress
) -> State:
    shown = ""
    while True:
        found = state.read(home)
        if found is not None and found.supervisor == supervisor.pid:
            if found.ready:
                return found
            if found.stage != shown:
                shown = found.stage
                on_progress(shown, found.step, found.steps)
        if supervisor.poll() is not None:
            lines = logfile.last_lines(home.log(SUPERVISOR), 20)
            fault = next((n for n, line in enumerate(lines) if line.startswith("suara: ")), 0)
            raise LocalError("\n".join(lines[fault:]).removeprefix("suara: ") or "It did not start")
        time.sleep(POLL_SECONDS)


def _environment(home: Home) -> dict[str, str]:
    return dict(os.environ) | {"SUARA_HOME": str(home.root), "PYTHONUNBUFFERED": "1"}
