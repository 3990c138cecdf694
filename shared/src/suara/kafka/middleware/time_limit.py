"""A time limit for what many tasks do, at the price of one timer for all of them."""

import asyncio
from types import TracebackType


class TimeLimit:
    """`with limit.begun(): ...` raises TimeoutError in a task that takes longer.

    A cancellation that nobody asked the task for, but somebody what it waited for, becomes a
    RuntimeError.

    asyncio.timeout sets and takes back a timer for each use. Here all uses last equally long, so
    that they end in the order in which they began: one timer, for the first of them, will do.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # Asking for it costs a system call each time, on Python 3.11. A limit keeps to one loop.
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open: dict[_Use, float] = {}  # use -> its end in the loop's time, in order of both
        self._timer: asyncio.TimerHandle | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        self._loop = self._loop or asyncio.get_running_loop()
        return self._loop

    def begun(self) -> "_Use":
        return _Use(self)

    def begin(self, use: "_Use") -> None:
        self._open[use] = end = self.loop.time() + self._seconds
        if self._timer is None:
            self._timer = self.loop.call_at(end, self._expire)

    def end(self, use: "_Use") -> None:
        self._open.pop(use, None)

    def _expire(self) -> None:
        self._timer = None
        for use, end in list(self._open.items()):
            if end > self.loop.time():
                self._timer = self.loop.call_at(end, self._expire)
                return
            del self._open[use]
            use.expire()


class _Use:
    __slots__ = ("_before", "_expired", "_limit", "_task")

    def __init__(self, limit: TimeLimit) -> None:
        self._limit = limit
        self._expired = False

    def __enter__(self) -> None:
        task = asyncio.current_task(self._limit.loop)
        if task is None:
            raise RuntimeError("a time limit is for what a task does")
        self._task = task
        self._before = task.cancelling()
        self._limit.begin(self)

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._limit.end(self)
        if self._expired:
            self._task.uncancel()
        # As asyncio.timeout does it: somebody else's cancellation stays one.
        if isinstance(error, asyncio.CancelledError) and self._task.cancelling() <= self._before:
            if self._expired:
                raise TimeoutError from error
            raise RuntimeError("what it waited for was cancelled") from error

    def expire(self) -> None:
        self._expired = True
        self._task.cancel()
