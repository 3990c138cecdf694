"""The bucket's garbage, collected by the avatar service's own module."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping

from suara_local.api import Document
from suara_local.errors import LocalError

MODULE = "avatar.gc"


def run(
    older_than: float,
    environment: Mapping[str, str],
    on_progress: Callable[[Document], None],
    *,
    dry_run: bool,
) -> Document:
    """The report. Raises LocalError with the module's words when it could not be done.

    older_than: in hours. on_progress: called with the report so far, page by page.
    """
    command = [sys.executable, "-m", MODULE, "--json", "--progress", f"--older-than={older_than}"]
    if dry_run:
        command.append("--dry-run")
    report: Document = {}
    with subprocess.Popen(  # noqa: S603
        command,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            for line in process.stdout or ():
                report = json.loads(line)
                on_progress(report)
            said = process.stderr.read() if process.stderr else ""
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        lines = said.strip().splitlines() or [f"it ended with code {process.returncode}"]
        raise LocalError(lines[-1].removeprefix("suara: "))
    return report
