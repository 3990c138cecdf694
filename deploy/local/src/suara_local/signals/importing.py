"""Reviews of a file, brought into the running system by ethnography's own import."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from suara_local.api import Document
from suara_local.errors import LocalError

MODULE = "ethnography.importing"


def run(file: Path, market: str, about: str | None, environment: Mapping[str, str]) -> Document:
    """The import's report. Raises LocalError with its own words when it could not be done."""
    command = [sys.executable, "-m", MODULE, str(file.absolute()), "--market", market, "--json"]
    if about:
        command += ["--about", about]
    done = subprocess.run(  # noqa: S603
        command, env=dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = done.stderr.strip() or f"it ended with code {done.returncode}"
        lines = said.splitlines()
        fault = next((line for line in reversed(lines) if line.startswith("suara: ")), lines[-1])
        raise LocalError(fault.removeprefix("suara: "))
    report: Document = json.loads(done.stdout.splitlines()[-1])
    return report
