"""Ctrl-C, `kill` and a closed terminal, as one exception that arrives at safe moments."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """Somebody asked this process to end; `number` is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(f"interrupted by {signal.Signals(number).name}")
        self.number = number


@contextmanager
def raised() -> Iterator[None]:
    """Within the block (main thread), the signals raise Interrupted. Ignored ones stay ignored."""

    def interrupt(number: int, _frame: FrameType | None) -> None:
        raise Interrupted(number)

    taken = [n for n in NUMBERS if signal.getsignal(n) is not signal.SIG_IGN]
    before = {number: signal.signal(number, interrupt) for number in taken}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def deferred() -> Iterator[None]:
    """Keep the signals waiting until the block is done, for steps that must not be torn apart."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    taken = [n for n in NUMBERS if callable(signal.getsignal(n))]
    before = {n: signal.signal(n, lambda number, _frame: arrived.append(number)) for n in taken}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if arrived:
            signal.raise_signal(arrived[0])
