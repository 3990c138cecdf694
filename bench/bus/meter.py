"""CPU and wall time of this process between two of its messages. Free of Suara's runtime."""

import json
import time
from collections.abc import Callable


class Meter:
    """Counts messages; after `warm_up` and `total` of them it looks at the clocks.

    finished: called once, at the last message.
    """

    def __init__(self, warm_up: int, total: int, finished: Callable[[], object]) -> None:
        self._warm_up = warm_up
        self._total = total
        self._finished = finished
        self._count = 0
        self._began = (0.0, 0.0)

    def count(self, messages: int = 1) -> None:
        before, self._count = self._count, self._count + messages
        if before < self._warm_up <= self._count:
            self._warm_up = self._count
            self._began = (time.process_time(), time.perf_counter())
        if before < self._total <= self._count:
            self._report()
            self._finished()

    def _report(self) -> None:
        """CPU is user and system time of all threads."""
        measured = self._count - self._warm_up
        cpu = time.process_time() - self._began[0]
        wall = time.perf_counter() - self._began[1]
        figures = {"cpu_us_per_message": cpu / measured * 1e6, "per_second": measured / wall}
        print(json.dumps(figures), flush=True)
