"""One supervised process: in a process group of its own, with a log of its own."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from suara_local import logfile

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to run. `environment` is the whole of it: nothing is inherited.

    `ready` is asked with the pid until it says yes; a program without it is a task, which has
    to end by itself and exit 0. `leftovers` are files that the program would leave outside of
    the home if it were killed.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    directory: Path
    ready: Callable[[int], bool] | None = None
    leftovers: tuple[Path, ...] = ()


class Child:
    """A started program.

    On Linux the kernel sends it SIGTERM when the *thread* that started it ends, so start
    children from the main thread or from one that lives as long as they should.
    """

    def __init__(self, program: Program, log: Path) -> None:
        self.program, self.log = program, log
        with logfile.open_for_run(log, program.command) as output:
            self._process = subprocess.Popen(  # noqa: S603
                program.command,
                env=dict(program.environment),
                cwd=program.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid()),
            )
        self.pid = self._process.pid

    @property
    def name(self) -> str:
        return self.program.name

    def code(self) -> int | None:
        """Its exit code (minus the signal's number if killed), or None while it runs."""
        running = self._process.returncode is None
        code = self._process.poll()
        if running and code is not None:
            self.signal(signal.SIGKILL)  # what it may have started itself
        return code

    def has_succeeded(self) -> bool:
        """Whether it was a task, and is done."""
        return self.program.ready is None and self.code() == 0

    def is_ready(self) -> bool:
        """Whether others can count on it: it serves, or as a task it is done."""
        if self.program.ready is None:
            return self.has_succeeded()
        return self.program.ready(self.pid)

    def signal(self, number: int) -> None:
        """Send a signal to it and to everything that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    if _libc is None:
        return None

    def ask_the_kernel() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before the request was made
            os._exit(1)

    return ask_the_kernel
