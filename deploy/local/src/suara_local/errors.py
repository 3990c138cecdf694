"""What can go wrong with a local stack; each text is a line that tells a person what to do."""

import signal
from collections.abc import Sequence
from pathlib import Path

from suara_local.logfile import last_lines

TAIL_LINES = 12


class LocalError(Exception):
    """Something the person at the terminal can act on. `str()` of it is the whole message.

    `tail` is the end of a log, for those who want to know more.
    """

    def __init__(self, message: str, tail: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.tail = tail


class HomeUnusableError(LocalError):
    """The folder for data, logs and state cannot be used."""


class PortTakenError(LocalError):
    """A port that was asked for by number belongs to another program."""


class AlreadyRunningError(LocalError):
    """Another stack lives in this home."""


class JobFailedError(LocalError):
    """The API answered, but not with what the job needs."""


class ChildDied(LocalError):  # noqa: N818 - reads as what happened
    """A process of the stack ended although nobody asked it to.

    `code` is its exit code, or minus the signal's number; `log` is where it wrote.
    """

    def __init__(self, name: str, code: int, log: Path) -> None:
        self.name, self.code, self.log = name, code, log
        message = f"{name} stopped unexpectedly ({_how(code)}). Its log: {log}"
        super().__init__(message, last_lines(log, TAIL_LINES))


class NotReadyError(LocalError):
    """A process runs, but did not become ready in time."""

    def __init__(self, name: str, seconds: float, log: Path) -> None:
        self.name, self.log = name, log
        message = f"{name} was not ready after {seconds:.0f} s. Its log: {log}"
        super().__init__(message, last_lines(log, TAIL_LINES))


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
