"""Starting programs when other programs take the ports."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from suara_local.child import Program
from suara_local.children import Children
from suara_local.errors import ChildDied, NotReadyError
from suara_local.home import Home
from suara_local.launch import launch
from suara_local.ports import HOST, allocate
from suara_local.probes import listening


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    opened = Children(Home(tmp_path))
    yield opened
    opened.close()


def listener(ports: dict[str, int]) -> Program:
    code = f"import socket,time; socket.create_server(('{HOST}', {ports['it']})); time.sleep(60)"
    bound = code.replace("socket.create_server", "s = socket.create_server")
    return program(bound, ports["it"])


def program(code: str, port: int) -> Program:
    return Program("it", (sys.executable, "-c", code), {}, Path("/"), listening(port))


def test_a_port_taken_in_the_meantime_is_replaced(children: Children) -> None:
    with socket.create_server((HOST, 0)) as stranger:
        taken = stranger.getsockname()[1]

        def choose(attempt: int) -> dict[str, int]:
            return allocate(["it"]) if attempt else {"it": taken}

        ports = launch(children, choose, lambda p: [listener(p)], 20, lambda _: None)
    assert ports["it"] != taken
    assert list(children.pids) == ["guard", "it"]


def test_a_program_with_a_fault_is_not_started_again(children: Children) -> None:
    attempts: list[int] = []

    def choose(attempt: int) -> dict[str, int]:
        attempts.append(attempt)
        return allocate(["it"])

    with pytest.raises(ChildDied, match="exit code 3") as death:
        launch(
            children,
            choose,
            lambda p: [program("print('no such setting'); raise SystemExit(3)", p["it"])],
            20,
            lambda _: None,
        )
    assert attempts == [0]
    assert death.value.tail == ["no such setting"]


def test_a_program_that_never_becomes_ready_is_named(children: Children) -> None:
    with pytest.raises(NotReadyError, match="it was not ready after 0 s"):
        launch(
            children,
            lambda _: allocate(["it"]),
            lambda p: [program("import time; time.sleep(60)", p["it"])],
            0.3,
            lambda _: None,
        )


def test_a_program_that_ignores_sigterm_is_killed(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suara_local.children.GRACE_SECONDS", 0.3)
    port = allocate(["it"])
    ignoring = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    code = ignoring + listener(port).command[-1]
    launch(children, lambda _: port, lambda p: [program(code, p["it"])], 20, lambda _: None)
    pid = children.pids["it"]
    children.close()
    assert not psutil.pid_exists(pid)


def test_a_program_that_does_not_exist_is_named(children: Children) -> None:
    missing = Program("it", ("/no/such/program",), {}, Path("/"))
    with pytest.raises(Exception, match="Cannot start it"):
        children.spawn(missing)
