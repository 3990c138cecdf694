"""The last process of a stack: it ends the others when the supervisor is gone, however it went.

The supervisor writes lines to this process: `+ <group>` watch this process group,
`- <group>` it has ended already, `! <file>` remove this at the end. The end of the input
means that the supervisor has finished or was killed. Standard library only, and started
without site packages, so that it costs next to nothing.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

GRACE_SECONDS = 5.0


def main(orders: Iterable[str]) -> None:
    """Follow the orders to their end, then end what is left and remove the files."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    files: list[str] = []
    for order in orders:
        verb, _, value = order.rstrip("\n").partition(" ")
        if verb == "+":
            groups.add(int(value))
        elif verb == "-":
            groups.discard(int(value))
        elif verb == "!":
            files.append(value)
    end(groups)
    for file in files:
        with contextlib.suppress(OSError):
            Path(file).unlink()


def end(groups: set[int]) -> None:
    """SIGTERM, a grace period, SIGKILL."""
    deadline = time.monotonic() + GRACE_SECONDS
    left = {group for group in groups if _signal(group, signal.SIGTERM)}
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if _signal(group, 0)}
    for group in left:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(sys.stdin)
