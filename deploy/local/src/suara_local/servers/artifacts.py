"""Apache Kafka's jars, as Maven artifacts: fetched once, then shared by every home of a user."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from importlib.resources import files
from itertools import takewhile
from pathlib import Path

from suara_local.child import Program
from suara_local.children import Children
from suara_local.errors import ChildDied, HomeUnusableError, LocalError, NotReadyError

POM = Path(str(files("suara_local.servers") / "java" / "pom.xml"))
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
MEGABYTES = 45
FETCH_SECONDS = 900.0
NAME = "kafka-artifacts"


class NotFetchedError(LocalError):
    """Maven did not bring the artifacts; `tail` is what it said."""


def folder() -> Path:
    """Where the jars are or will be; another list of artifacts has another folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "suara" / f"kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"


def ensure(children: Children, say: Callable[[str], None]) -> None:
    """Return when the jars are there, fetching them with Maven if they are not.

    The folder is whole or absent: it gets its name when Maven is done. `say` gets a line before
    what takes long. Raises NotFetchedError.
    """
    wanted = folder()
    if wanted.exists():
        return
    maven = shutil.which("mvn")
    if maven is None:
        raise NotFetchedError(
            "Apache Kafka is fetched with Maven, and there is no `mvn` on the PATH. "
            "On Debian: apt-get install maven"
        )
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        lock = wanted.with_suffix(".lock").open("w")
    except OSError as error:
        raise HomeUnusableError(
            f"Cannot write to {wanted.parent}: {error.strerror}. "
            "Set XDG_CACHE_HOME to a folder you can write to."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # somebody else may be fetching them
        if not wanted.exists():
            say(f"fetching Apache Kafka ({MEGABYTES} MB, once) ...")
            _fetch(children, maven, wanted)


def _fetch(children: Children, maven: str, wanted: Path) -> None:
    draft = wanted.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    shutil.copy(POM, draft)  # Maven writes beside it
    command = (maven, "-B", "-ntp", COPY, "-DoutputDirectory=jars")
    task = Program(NAME, command, os.environ, draft)
    try:
        children.await_ready([children.spawn(task)], FETCH_SECONDS, lambda _name: None)
    except (ChildDied, NotReadyError) as error:
        if error.name != NAME:
            raise
        raise NotFetchedError(
            f"Apache Kafka's artifacts could not be fetched. Maven's log: {error.log}",
            _fault(error.tail),
        ) from error
    (draft / "jars").replace(wanted)
    shutil.rmtree(draft)


def _fault(said: Sequence[str]) -> Sequence[str]:
    """What Maven says is wrong, without its advice on how to ask it for more; else all it said."""
    errors = (line.removeprefix("[ERROR]").strip() for line in said if line.startswith("[ERROR]"))
    return list(takewhile(bool, errors)) or said
