"""A second worker joins and leaves while windows are full: the pause, and who did what twice."""

import time
from itertools import pairwise
from typing import NamedTuple

from bus.processes import Consumer, consumer
from report import Figures

HANDLER_SECONDS = 0.05
BUSY_MESSAGES = 1_000
SETTLING_SECONDS = 3.0


class Handled(NamedTuple):
    """A message in a handler; seconds of the machine's monotonic clock."""

    event_id: str
    began: float
    ended: float


def figures(bootstrap: str, prefix: str, group: str) -> Figures:
    """On a topic with enough messages for both. Raises RuntimeError if the second got none."""
    arguments = ("noted", bootstrap, prefix, group, HANDLER_SECONDS)
    with consumer("service", *arguments) as first:
        _until_busy(first)
        joining = time.monotonic()
        with consumer("service", *arguments) as second:
            _until_busy(second)
            time.sleep(SETTLING_SECONDS)
            leaving = time.monotonic()
            exit_seconds = second.terminate()
            time.sleep(SETTLING_SECONDS)
            by_second = _handled(second)
        left = time.monotonic()
        first.terminate()
        by_first = _handled(first)
    both = by_first + by_second
    return {
        "join_pause_seconds": _pause(both, joining, leaving),
        "leave_pause_seconds": _pause(both, leaving, left),
        "sigterm_to_exit_seconds": exit_seconds,
        "handled_twice_messages": len(both) - len({one.event_id for one in both}),
        "handled_by_two_at_once_messages": _at_once(by_first, by_second),
    }


def _until_busy(process: Consumer) -> None:
    while len(process.printed()) < BUSY_MESSAGES:
        time.sleep(0.1)


def _handled(process: Consumer) -> list[Handled]:
    return [Handled(*line) for line in process.printed()]


def _at_once(one: list[Handled], other: list[Handled]) -> int:
    """Messages that both had in a handler at the same moment."""
    by_id = {handled.event_id: handled for handled in other}
    pairs = ((mine, by_id[mine.event_id]) for mine in one if mine.event_id in by_id)
    return sum(mine.began < theirs.ended and theirs.began < mine.ended for mine, theirs in pairs)


def _pause(handled: list[Handled], since: float, until: float) -> float:
    """Longest time in which no handler began."""
    starts = sorted(one.began for one in handled if since <= one.began <= until)
    return max(after - before for before, after in pairwise([since, *starts, until]))
