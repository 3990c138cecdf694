"""`python -m compose [pytest's arguments]`: end-to-end tests and faults on docker-compose.yml.

Starts a Docker daemon where none runs, makes images that are missing, builds the services', runs
the tests, and removes what they started, also after Ctrl-C. Ends with pytest's exit code, or with
69 and one line where this machine cannot run them.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from uuid import uuid4

from compose import daemon, images
from compose.project import ROOT, command, docker
from compose.stack import SESSION
from suara_local.errors import LocalError

UNAVAILABLE = 69  # as sysexits.h calls it
DEFAULT = (("tests/e2e", "--timeout=600"), ("tests/compose",))  # one stack at a time


def main(arguments: list[str]) -> int:
    session = uuid4().hex[:8]
    try:
        command()
        with daemon.running():
            variables = images.prepared(session)
            try:
                parts = (arguments,) if arguments else DEFAULT
                codes = (_tested(part, session, variables) for part in parts)
                return next(filter(None, codes), 0)
            finally:
                _remove(session)
                images.removed(session)
    except LocalError as error:
        print(f"make test-compose cannot run here: {error}", file=sys.stderr)
        return UNAVAILABLE
    except images.BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _tested(arguments: Sequence[str], session: str, variables: dict[str, str]) -> int:
    environment = os.environ | variables | {"SUARA_TEST_BACKEND": "compose", SESSION: session}
    tests = subprocess.Popen(
        (sys.executable, "-m", "pytest", *arguments), env=environment, cwd=ROOT
    )
    # Ctrl-C reaches the tests, too: they remove what they started, and this waits for that.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: tests.send_signal(signal.SIGINT))
    return tests.wait()


def _remove(session: str) -> None:
    """What is left of tests that were killed."""
    for kind, remove in (("container", ("rm", "-fv")), ("network", ("rm",)), ("volume", ("rm",))):
        everything = ("--all",) if kind == "container" else ()
        left = docker(kind, "ls", *everything, "--quiet", f"--filter=name=suara-test-{session}")
        if left:
            docker(kind, *remove, *left.split())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
