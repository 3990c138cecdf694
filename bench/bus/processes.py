"""Consumers as processes of their own, which print what they find."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

WINDOW = 64
FOREIGN = ".venv/bus/bin/python"
ENVIRONMENT = {
    "PYTHONPATH": "bench:shared/src",  # FastStream's environment has the event models from here
    "SUARA_CONCURRENCY": str(WINDOW),
}


class Consumer:
    """`python -m bus.<module> <arguments>`, from entering to leaving."""

    def __init__(self, module: str, *arguments: object, log_level: str = "INFO") -> None:
        # Files, because a full pipe would hold it up.
        self._stdout: IO[str] = tempfile.NamedTemporaryFile("w+")  # noqa: SIM115
        self._stderr: IO[str] = tempfile.NamedTemporaryFile("w+")  # noqa: SIM115
        self._process = subprocess.Popen(
            [
                FOREIGN if module == "faststream_app" else sys.executable,
                *("-m", f"bus.{module}", *map(str, arguments)),
            ],
            env=os.environ | ENVIRONMENT | {"SUARA_LOG_LEVEL": log_level},
            stdout=self._stdout,
            stderr=self._stderr,
        )

    def wait(self, seconds: float = 300) -> None:
        """Until it ends by itself. Raises RuntimeError if that is with an error."""
        if self._process.wait(seconds):
            words = Path(self._stderr.name).read_text()[-2000:]
            raise RuntimeError(f"{self._process.args!r} failed:\n{words}")

    def terminate(self) -> float:
        """Seconds from SIGTERM to exit. Errors as for `wait`."""
        began = time.monotonic()
        self._process.terminate()
        self.wait(60)
        return time.monotonic() - began

    def printed(self) -> list[Any]:
        """Its complete lines of JSON objects or arrays so far; others are FastStream's log."""
        # By its name: reading from the same open file would move where the process writes.
        whole, _, _ = Path(self._stdout.name).read_text().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines() if line[:1] in ("{", "[")]

    def last(self) -> dict[str, float]:
        """The last line: figures."""
        figures: dict[str, float] = self.printed()[-1]
        return figures

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._stdout.close()
        self._stderr.close()


@contextmanager
def consumer(module: str, *arguments: object, log_level: str = "INFO") -> Iterator[Consumer]:
    """See `Consumer`. Killed on the way out if it still runs."""
    started = Consumer(module, *arguments, log_level=log_level)
    try:
        yield started
    finally:
        started.close()
