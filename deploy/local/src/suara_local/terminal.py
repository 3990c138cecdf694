"""What the commands print with: results to stdout, everything about the work to stderr."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from suara_local.errors import LocalError
from suara_local.interrupts import Interrupted
from suara_local.stack import OnProgress

FAILED = 1
SIGNALLED = 128

out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def command() -> str:
    """What to type to run this command again: its name, or its path when that is not found."""
    found = Path(sys.executable).with_name("suara")
    known = shutil.which("suara")
    if known and Path(known).resolve() == found.resolve():
        return "suara"
    return os.path.relpath(found) if found.is_relative_to(Path.cwd()) else str(found)


@contextmanager
def steps(title: str) -> Iterator[OnProgress]:
    """A bar on a terminal, a line per step elsewhere."""
    if not err.is_terminal:
        err.print(f"{title} ...", markup=False)
        yield lambda text, done, total: err.print(f"  [{done}/{total}] {text}", markup=False)
        return
    with bar() as progress:
        task = progress.add_task(title, total=None, detail="")

        def show(text: str, done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, detail=text)

        yield show


def bar() -> Progress:
    """A progress bar with a `detail` beside it, gone when done. Only a terminal shows it."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[detail]}"),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )


def complain(error: LocalError) -> None:
    """One line that says what is wrong, and the end of the log when there is one."""
    err.print(f"suara: {error}", style="red", markup=False)
    for line in error.tail:
        err.print(f"    {line}", style="dim", markup=False)


@contextmanager
def faults_as_exit_codes() -> Iterator[None]:
    """End a command the way shells expect: 1 after a fault, 128 + signal after an interrupt."""
    try:
        yield
    except LocalError as error:
        complain(error)
        raise typer.Exit(FAILED) from None
    except OSError as error:  # a disk that fills up while we write, for example
        complain(LocalError(str(error)))
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt as interrupt:
        number = interrupt.number if isinstance(interrupt, Interrupted) else signal.SIGINT
        err.print("Stopped.")
        raise typer.Exit(SIGNALLED + number) from None
