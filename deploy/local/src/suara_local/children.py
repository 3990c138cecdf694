"""All processes of one stack. They end together, whatever ends the stack."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from suara_local import guard
from suara_local.child import Child, Program
from suara_local.errors import ChildDied, HomeUnusableError, NotReadyError
from suara_local.home import Home
from suara_local.interrupts import deferred
from suara_local.lock import acquire
from suara_local.logfile import open_for_run

GRACE_SECONDS = 5.0
KILL_SECONDS = 2.0
POLL_SECONDS = 0.05


class Children:
    """Starts, watches and ends processes; holds the lock of the home while open."""

    def __init__(self, home: Home) -> None:
        """Lock the home. Raises AlreadyRunningError when another stack keeps it.

        A stack that was killed a moment ago is given time to disappear.
        """
        home.prepare()
        self._home = home
        self._alive: list[Child] = []
        self._leftovers: list[Path] = []
        lock = acquire(home)
        command = (sys.executable, "-I", "-S", guard.__file__)
        with deferred(), open_for_run(home.log("guard"), command) as log:
            self._guard = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(lock,),  # so the home stays locked until the last process has ended
                text=True,
            )
            os.close(lock)

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by name, of those that have not ended; the guard is one of them."""
        running = {child.name: child.pid for child in self._alive if child.code() is None}
        return {"guard": self._guard.pid} | running

    def spawn(self, program: Program) -> Child:
        """Start a program. An interrupt cannot lose it: it waits until the child is known."""
        with deferred():
            for leftover in program.leftovers:
                self.remove_at_end(leftover)
            try:
                child = Child(program, self._home.log(program.name))
            except OSError as error:
                raise HomeUnusableError(f"Cannot start {program.name}: {error}") from error
            self._order("+", child.pid)
            self._alive.append(child)
        return child

    def remove_at_end(self, path: Path) -> None:
        """Have this file removed when everything has ended, even if this process is killed."""
        self._leftovers.append(path)
        self._order("!", path)

    def check(self) -> None:
        """Raise ChildDied for the first child that has ended, the guard included.

        A task that has succeeded is no such child.
        """
        for child in self._alive:
            code = child.code()
            if code is not None and not child.has_succeeded():
                self._forget(child)
                raise ChildDied(child.name, code, child.log)
        if (code := self._guard.poll()) is not None:
            raise ChildDied("guard", code, self._home.log("guard"))

    def await_ready(
        self, children: Iterable[Child], seconds: float, on_ready: Callable[[str], None]
    ) -> None:
        """Return when all are ready; raises ChildDied or NotReadyError otherwise."""
        waiting = list(children)
        deadline = time.monotonic() + seconds
        while waiting:
            self.check()
            for child in [c for c in waiting if c.is_ready()]:
                waiting.remove(child)
                on_ready(child.name)
            if waiting and time.monotonic() > deadline:
                raise NotReadyError(waiting[0].name, seconds, waiting[0].log)
            time.sleep(POLL_SECONDS if waiting else 0)

    def end(self, children: Iterable[Child]) -> None:
        """Ask to end, wait a little, then kill. An interrupt on the way kills at once."""
        left = [child for child in children if child in self._alive]
        try:
            for child in left:
                child.signal(signal.SIGTERM)
            left = self._await_end(left, GRACE_SECONDS)
        finally:
            for child in left:
                child.signal(signal.SIGKILL)
            self._await_end(left, KILL_SECONDS)

    def kill(self, child: Child) -> None:
        """End it as a crash does. Returns when it has ended; harmless if it had."""
        if child.code() is None:
            child.signal(signal.SIGKILL)
        self._await_end([child] if child in self._alive else [], KILL_SECONDS)

    def close(self, first: Collection[str] = ()) -> None:
        """End every child (those named `first` before the others) and release the home."""
        try:
            self.end([child for child in self._alive if child.name in first])
            self.end(self._alive)
        finally:
            if self._guard.stdin is not None:
                with suppress(BrokenPipeError):
                    self._guard.stdin.close()
            self._guard.wait()
            self._alive.clear()
            for path in self._leftovers:  # in case it was the guard that was killed
                path.unlink(missing_ok=True)

    def _await_end(self, children: list[Child], seconds: float) -> list[Child]:
        """Those that have not ended after so many seconds."""
        deadline = time.monotonic() + seconds
        while children and time.monotonic() < deadline:
            ended = [child for child in children if child.code() is not None]
            for child in ended:
                self._forget(child)
            children = [child for child in children if child not in ended]
            time.sleep(POLL_SECONDS if children else 0)
        return children

    def _forget(self, child: Child) -> None:
        self._alive.remove(child)
        self._order("-", child.pid)

    def _order(self, verb: str, value: int | Path) -> None:
        pipe = self._guard.stdin
        if pipe is None:
            raise RuntimeError("the guard was started without a pipe")
        with suppress(BrokenPipeError):  # the next check() reports that the guard is gone
            pipe.write(f"{verb} {value}\n")
            pipe.flush()
