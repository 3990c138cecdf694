"""One stack per home."""

import fcntl
import os
import time

from suara_local import state
from suara_local.errors import AlreadyRunningError
from suara_local.home import Home

PATIENCE_SECONDS = 12.0


def acquire(home: Home) -> int:
    """Lock the home and return the descriptor that holds the lock.

    A stack that was killed keeps its lock until its last process has ended: that is waited
    for. Raises AlreadyRunningError for one that is alive.
    """
    lock = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if state.read(home) is not None or time.monotonic() > deadline:
                os.close(lock)
                raise AlreadyRunningError(
                    f"Another stack uses {home.root}. `suara status` shows it, "
                    "`suara down` stops it."
                ) from error
            time.sleep(0.1)
        else:
            return lock
