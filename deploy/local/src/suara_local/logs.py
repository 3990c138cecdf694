"""Showing the logs of a home."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.logfile import last_lines

POLL_SECONDS = 0.2

Position = tuple[int, int]
"""A file, by its inode, and an offset in it."""


def files(home: Home, service: str | None) -> list[Path]:
    """The logs to show: of one service, or all. Raises LocalError for an unknown name."""
    found = {
        path.stem: path
        for path in sorted(home.logs.glob("*.log"))
        if not path.stem.endswith(".previous")
    }
    if service is None:
        return list(found.values())
    chosen = [p for n, p in found.items() if n == service or n.startswith(f"{service}-")]
    if not chosen:
        known = ", ".join(found) or "none yet: start a stack with `suara up`"
        raise LocalError(f"There is no log called {service!r}. Logs in {home.logs}: {known}")
    return chosen


def tail(paths: list[Path], count: int) -> Iterator[str]:
    """The last `count` lines of each, readable, with the service's name when there are several."""
    for path in paths:
        for line in last_lines(path, count):
            yield _prefix(path, paths) + readable(line)


def follow(paths: list[Path]) -> Iterator[str]:
    """Lines written from now on, for ever. A log that is started anew is followed on."""
    return _follow(paths, {path: _end(path) for path in paths})


def readable(line: str) -> str:
    """A JSON log line as `time level event key=value`; any other line as it is."""
    try:
        fields = json.loads(line)
        moment, level = str(fields.pop("timestamp")), str(fields.pop("level", ""))
        event = fields.pop("event", "")
    except (ValueError, KeyError, AttributeError, TypeError):
        return line
    fields.pop("service", None)
    trace = fields.pop("exception", None)
    pairs = " ".join(f"{key}={value}" for key, value in fields.items())
    text = f"{moment[11:23]} {level:<7} {event} {pairs}".rstrip()
    return f"{text}\n{trace}" if trace else text


def _follow(paths: list[Path], ends: dict[Path, Position]) -> Iterator[str]:
    while True:
        for path in paths:
            if path.exists():
                lines, ends[path] = _new_lines(path, ends[path])
                yield from (_prefix(path, paths) + readable(line) for line in lines)
        time.sleep(POLL_SECONDS)


def _end(path: Path) -> Position:
    found = path.stat()
    return found.st_ino, found.st_size


def _new_lines(path: Path, end: Position) -> tuple[list[str], Position]:
    """Complete lines after that position, and the position after them."""
    file, size = _end(path)
    offset = end[1] if file == end[0] and end[1] <= size else 0
    with path.open("rb") as log:
        log.seek(offset)
        complete, newline, _rest = log.read().rpartition(b"\n")
    lines = complete.decode(errors="replace").splitlines()
    return lines, (file, offset + len(complete) + len(newline))


def _prefix(path: Path, paths: list[Path]) -> str:
    return f"{path.stem:<13} " if len(paths) > 1 else ""
