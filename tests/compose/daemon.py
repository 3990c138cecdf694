"""A Docker daemon for the tests where none runs."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suara_local.errors import LocalError

READY_SECONDS = 60.0
PAUSE_SECONDS = 0.2
# Images stay, so that only the first run makes them.
CACHE = Path("~/.cache/suara/docker").expanduser()


@contextmanager
def running() -> Iterator[None]:
    """One that answers: the machine's own, or one that ends with the context.

    Raises LocalError, saying why, where there can be none.
    """
    if answers():
        yield
        return
    if os.environ.get("DOCKER_HOST"):
        raise LocalError(f"no Docker daemon answers at DOCKER_HOST={os.environ['DOCKER_HOST']}")
    if shutil.which("dockerd") is None or shutil.which("docker") is None:
        raise LocalError("Docker (docker.io on Debian) is not installed")
    if os.geteuid() != 0:
        raise LocalError("no Docker daemon runs, and only root can start one")
    with tempfile.TemporaryDirectory(prefix="suara-docker-") as folder:
        daemon = _start(Path(folder))
        try:
            yield
        finally:
            daemon.terminate()  # it ends its containers first
            daemon.wait()


def answers() -> bool:
    """Whether a daemon is there to be used."""
    try:
        asked = subprocess.run(("docker", "info"), capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _start(folder: Path) -> "subprocess.Popen[bytes]":
    log = folder / "dockerd.log"
    options = (
        f"--data-root={CACHE}",
        f"--exec-root={folder / 'exec'}",
        f"--pidfile={folder / 'dockerd.pid'}",
    )
    with log.open("wb") as file:
        daemon = subprocess.Popen(
            ("dockerd", *options),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests, whose containers end before it
        )
    deadline = time.monotonic() + READY_SECONDS
    while not answers():
        if daemon.poll() is not None or time.monotonic() > deadline:
            daemon.kill()
            daemon.wait()
            said = log.read_text(errors="replace").strip().splitlines() or ["(it says nothing)"]
            raise LocalError(f"a Docker daemon cannot be started here: {said[-1]}")
        time.sleep(PAUSE_SECONDS)
    return daemon
