"""One log file per process: opening it for a new run, reading its end."""

import time
from pathlib import Path
from typing import BinaryIO

TAIL_BYTES = 64 * 1024


def open_for_run(path: Path, command: tuple[str, ...]) -> BinaryIO:
    """Open a fresh log; the one of the run before stays beside it as `<name>.previous.log`."""
    if path.exists():
        path.replace(path.with_suffix(".previous.log"))
    log = path.open("ab", buffering=0)
    started = time.strftime("%Y-%m-%d %H:%M:%S")
    log.write(f"# {started} {' '.join(command)}\n".encode())
    return log


def last_lines(path: Path, count: int) -> list[str]:
    """The last `count` lines, or fewer; none when the file cannot be read. Long files are cheap."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - TAIL_BYTES))
            lines = log.read().decode(errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.strip() and not line.startswith("# ")][-count:]
