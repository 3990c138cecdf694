"""Stacks as separate processes, and a look at what they leave behind."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from suara_local import state
from suara_local.broker import EMBEDDED, Broker
from suara_local.home import Home
from suara_local.ports import remembered
from suara_local.servers import s3
from suara_local.state import State

SUPERVISE = str(Path(__file__).with_name("supervise.py"))
PATIENCE_SECONDS = 40.0


@dataclass
class Supervised:
    """A supervisor process and its home."""

    process: "subprocess.Popen[str]"
    home: Home

    def await_ready(self) -> State:
        return self.await_state(lambda found: found.ready)

    def await_state(self, wanted: Callable[[State], bool]) -> State:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = state.read(self.home)
            if found is not None and wanted(found):
                return found
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.02)
        raise AssertionError("the stack did not get there")

    def finish(self) -> tuple[int, str]:
        """The exit code, and everything it said."""
        out, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, out + err

    def traces(self) -> list[str]:
        """Processes of this home that run, state and sockets that remain."""
        return _processes(self.home) + _files(self.home)

    def assert_gone_soon(self, seconds: float = PATIENCE_SECONDS) -> None:
        """For those who have to notice a death first."""
        deadline = time.monotonic() + seconds
        while self.traces() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert self.traces() == []


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    started: list[Supervised] = []

    def start(*services: str, broker: Broker = EMBEDDED) -> Supervised:
        home = Home(tmp_path / "home")
        process = subprocess.Popen(
            [sys.executable, SUPERVISE, str(home.root), broker, *services],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(Supervised(process, home))
        return started[-1]

    yield start
    for supervised in started:
        supervised.process.kill()
        supervised.process.communicate()


def _processes(home: Home) -> list[str]:
    about = ["pid", "cmdline", "environ", "cwd", "status"]
    return [
        f"process {process.info['pid']} {process.info['cmdline']}"
        for process in psutil.process_iter(about)
        if process.info["status"] != psutil.STATUS_ZOMBIE and str(home.root) in str(process.info)
    ]


def _files(home: Home) -> list[str]:
    ports = remembered(home.ports)
    sockets = s3.sockets(ports) if ports else ()
    left = [path for path in sockets if path.exists() and not _served(path)]
    return [str(path) for path in [*left, *([home.state] if home.state.exists() else [])]]


def _served(path: Path) -> bool:
    """By another stack, then, which has got the port of one that has ended."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0
