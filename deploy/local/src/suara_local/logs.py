"""Showing the logs of a home."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from suara_local.errors import LocalError
from suara_local.home import Home
from suara_local.logfile import last_lines

POLL_SECONDS = 0.2


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
    """New lines as they are written, for ever; a log that starts anew is followed on."""
    offsets = {path: path.stat().st_size for path in paths}
    while True:
        for path in paths:
            if path.exists():
                lines, offsets[path] = _new_lines(path, offsets[path])
                yield from (_prefix(path, paths) + readable(line) for line in lines)
        time.sleep(POLL_SECONDS)


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


def _new_lines(path: Path, offset: int) -> tuple[list[str], int]:
    """Complete lines after the offset, and the offset after them."""
    with path.open("rb") as log:
        if offset > path.stat().st_size:
            offset = 0
        log.seek(offset)
        complete, newline, _rest = log.read().rpartition(b"\n")
    return complete.decode(errors="replace").splitlines(), offset + len(complete) + len(newline)


def _prefix(path: Path, paths: list[Path]) -> str:
    return f"{path.stem:<13} " if len(paths) > 1 else ""
