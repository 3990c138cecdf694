"""The window of one assigned partition: what may start, and what may be committed. Pure."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class PartitionWindow(Generic[Item]):
    """Messages of one partition between fetch and commit.

    Serial per key, concurrent across keys. A window lives for one assignment: after a rebalance
    the worker drops it, and whatever still completes in it commits nothing.
    """

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[Item]] = {}
        self._running: set[Hashable] = set()
        self._open: dict[int, Hashable] = {}  # offset -> key, in offset order
        self._next: int | None = None  # the offset after the highest one ever offered
        self._committed: int | None = None
        self._closed = False

    def __len__(self) -> int:
        """Messages fetched and not finished."""
        return len(self._open)

    def offer(self, offset: int, key: Hashable, item: Item) -> None:
        """Take a fetched message. Offsets must rise; gaps (compaction) are fine.

        After `discard_waiting` it is ignored.

        Raises:
            ValueError: an offset that was offered before.
        """
        if self._closed:
            return
        if self._next is not None and offset < self._next:
            raise ValueError(f"offset {offset} was offered before")
        self._next = offset + 1
        self._open[offset] = key
        self._waiting.setdefault(key, deque()).append(item)

    def start(self, limit: int) -> list[Item]:
        """Up to `limit` items whose key is idle, one per key; their keys are busy from now."""
        idle = [key for key in self._waiting if key not in self._running][: max(limit, 0)]
        return [self._start(key) for key in idle]

    def finish(self, offset: int) -> None:
        """A started message is done. Raises KeyError if it was not open."""
        self._running.discard(self._open.pop(offset))

    def discard_waiting(self) -> None:
        """Forget what has not started, now and from now on: it is delivered again elsewhere."""
        self._closed = True
        self._waiting.clear()

    def watermark(self) -> int | None:
        """The offset to commit: everything below it is finished. None while nothing was offered."""
        return next(iter(self._open), self._next)

    def uncommitted(self) -> int | None:
        """The watermark, if it moved since `mark_committed`."""
        watermark = self.watermark()
        return None if watermark == self._committed else watermark

    def mark_committed(self, offset: int) -> None:
        self._committed = offset

    def _start(self, key: Hashable) -> Item:
        queue = self._waiting[key]
        item = queue.popleft()
        if not queue:
            del self._waiting[key]
        self._running.add(key)
        return item
