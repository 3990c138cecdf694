"""The window of one assigned partition: what may start, and what may be committed. Pure."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class PartitionWindow(Generic[Item]):
    """Messages of one partition between fetch and commit.

    Serial per key, concurrent across keys. A window lives for one epoch, from assignment to
    revocation: the worker drops it then, and whatever still completes in it commits nothing.
    """

    def __init__(self) -> None:
        self._open: dict[int, Hashable] = {}  # offset -> key, in offset order
        self._busy: dict[Hashable, deque[Item] | None] = {}  # key -> what waits behind it
        self._next: int | None = None
        self._committed: int | None = None
        self._closed = False

    def __len__(self) -> int:
        """Messages fetched and not finished."""
        return len(self._open)

    @property
    def next_offset(self) -> int | None:
        """The offset after the highest one ever offered. None while nothing was."""
        return self._next

    def offer(self, offset: int, key: Hashable, item: Item) -> bool:
        """Take a fetched message. Offsets must rise; gaps (compaction) are fine.

        Returns whether it may start: its key was idle, and is busy from now. Else it waits for a
        `finish` to return it. After `discard_waiting` it is ignored.

        Raises:
            ValueError: an offset that was offered before.
        """
        if self._closed:
            return False
        if self._next is not None and offset < self._next:
            raise ValueError(f"offset {offset} was offered before")
        self._next = offset + 1
        self._open[offset] = key
        if key not in self._busy:
            self._busy[key] = None  # nothing waits behind most messages
            return True
        behind = self._busy[key]
        if behind is None:
            behind = self._busy[key] = deque()
        behind.append(item)
        return False

    def finish(self, offset: int) -> Item | None:
        """A started message is done. Returns the next one of its key, if any, which may start.

        Raises:
            KeyError: it was not open.
        """
        key = self._open.pop(offset)
        if behind := self._busy.get(key):
            return behind.popleft()
        self._busy.pop(key, None)
        return None

    def discard_waiting(self) -> None:
        """Forget what has not started, now and from now on: it is delivered again elsewhere."""
        self._closed = True
        self._busy.clear()

    def watermark(self) -> int | None:
        """The offset to commit: everything below it is finished. None while nothing was offered."""
        return next(iter(self._open), self._next)

    def uncommitted(self) -> int | None:
        """The watermark, if it moved since `mark_committed`."""
        watermark = self.watermark()
        return None if watermark == self._committed else watermark

    def mark_committed(self, offset: int) -> None:
        self._committed = offset
