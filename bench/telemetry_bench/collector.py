"""A collector in a process of its own, whose CPU is not counted."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path("tests/otlp_server")


@contextmanager
def collector(*spans: Path) -> Iterator[str]:
    """Yields its address. spans: where it writes what it gets, a JSON object a line."""
    command = [sys.executable, str(PROGRAM), *map(str, spans)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["base_url"]
    finally:
        process.terminate()
        process.communicate()
