"""However a stack ends, its processes, ports and files end with it."""

import os
import signal
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from suara_local import ports

Supervise = Callable[..., Any]


def test_ctrl_c_stops_everything_and_says_so(supervise: Supervise) -> None:
    stack = supervise("worker=parent")
    found = stack.await_ready()
    assert all(psutil.pid_exists(pid) for pid in found.processes.values())

    stack.process.send_signal(signal.SIGINT)
    code, said = stack.finish()

    assert code == 128 + signal.SIGINT
    assert "Stopped." in said
    assert stack.traces() == []
    assert all(ports.is_free(found.ports[server]) for server in ("kafka", "mongodb", "s3"))


def test_sigterm_stops_everything(supervise: Supervise) -> None:
    stack = supervise("worker")
    stack.await_ready()
    stack.process.terminate()
    assert stack.finish()[0] == 128 + signal.SIGTERM
    assert stack.traces() == []


@pytest.mark.parametrize("step", [0, 3])
def test_ctrl_c_during_the_start_stops_what_was_started(supervise: Supervise, step: int) -> None:
    stack = supervise("worker=unready")
    stack.await_state(lambda found: found.step >= step)
    stack.process.send_signal(signal.SIGINT)
    code, _ = stack.finish()
    assert code == 128 + signal.SIGINT
    assert stack.traces() == []


def test_a_killed_supervisor_takes_its_processes_along(supervise: Supervise) -> None:
    stack = supervise("worker=parent", "mule=stubborn")
    found = stack.await_ready()

    stack.process.kill()
    stack.process.wait()

    stack.assert_gone_soon()
    assert all(ports.is_free(found.ports[server]) for server in ("kafka", "mongodb", "s3"))


@pytest.mark.parametrize("victim", ["worker", "s3", "guard"])
def test_the_death_of_one_process_ends_the_stack_and_names_it(
    supervise: Supervise, victim: str
) -> None:
    stack = supervise("worker=parent")
    found = stack.await_ready()

    os.kill(found.processes[victim], signal.SIGKILL)
    code, said = stack.finish()

    assert code == 1
    assert f"{victim} stopped unexpectedly (killed by SIGKILL)" in said
    assert str(stack.home.log(victim)) in said
    stack.assert_gone_soon()


def test_a_service_that_cannot_start_is_named_with_the_end_of_its_log(
    supervise: Supervise,
) -> None:
    stack = supervise("worker=dies")
    code, said = stack.finish()
    assert code == 1
    assert "worker stopped unexpectedly (exit code 7)" in said
    assert "SUARA_SOMETHING is malformed" in said
    assert str(stack.home.log("worker")) in said
    assert stack.traces() == []
