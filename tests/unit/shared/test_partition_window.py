"""What a partition's window may start, and what it lets the worker commit."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from suara.kafka.partition import PartitionWindow

KEYS = st.sampled_from([b"a", b"b", b"c", None])


class Windows(RuleBasedStateMachine):
    """Any order of fetching, starting, finishing and discarding, against a plain model."""

    def __init__(self) -> None:
        super().__init__()
        self.window: PartitionWindow[int] = PartitionWindow()
        self.keys: dict[int, bytes | None] = {}
        self.running: list[int] = []
        self.finished: set[int] = set()
        self.last: int | None = None
        self.discarded = False

    @rule(key=KEYS, gap=st.integers(0, 3))
    def fetch(self, key: bytes | None, gap: int) -> None:
        offset = gap if self.last is None else self.last + 1 + gap
        self.window.offer(offset, key, offset)
        if not self.discarded:
            self.keys[offset] = key
            self.last = offset

    @rule(limit=st.integers(-1, 4))
    def start(self, limit: int) -> None:
        started = self.window.start(limit)
        assert len(started) <= max(limit, 0)
        for offset in started:
            key = self.keys[offset]
            assert not self.discarded
            assert key not in [self.keys[other] for other in self.running]
            assert all(
                earlier in self.finished
                for earlier, its_key in self.keys.items()
                if its_key == key and earlier < offset
            )
            self.running.append(offset)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        offset = data.draw(st.sampled_from(self.running))
        self.window.finish(offset)
        self.running.remove(offset)
        self.finished.add(offset)

    @precondition(lambda self: not self.discarded)
    @rule()
    def discard_waiting(self) -> None:
        self.window.discard_waiting()
        self.discarded = True

    @precondition(lambda self: self.window.uncommitted() is not None)
    @rule()
    def commit(self) -> None:
        self.window.mark_committed(self.window.uncommitted())
        assert self.window.uncommitted() is None

    @invariant()
    def the_watermark_is_the_first_open_offset(self) -> None:
        still_open = self.keys.keys() - self.finished
        if still_open:
            assert self.window.watermark() == min(still_open)
        else:
            assert self.window.watermark() == (None if self.last is None else self.last + 1)

    @invariant()
    def its_length_is_what_is_open(self) -> None:
        assert len(self.window) == len(self.keys.keys() - self.finished)

    def teardown(self) -> None:
        """With nothing discarded, everything can be started and finished."""
        while self.running and not self.discarded:
            self.window.finish(self.running.pop())
            self.running += self.window.start(100)
            if not self.running:
                assert self.window.watermark() == self.last + 1


TestWindows = Windows.TestCase
TestWindows.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def filled(*keys: str) -> PartitionWindow[int]:
    window: PartitionWindow[int] = PartitionWindow()
    for offset, key in enumerate(keys):
        window.offer(offset, key, offset)
    return window


def test_an_empty_window_has_nothing_to_commit() -> None:
    window = filled()
    assert window.watermark() is None
    assert window.uncommitted() is None


def test_the_watermark_waits_for_the_oldest_message() -> None:
    window = filled("a", "b", "c")
    assert window.start(3) == [0, 1, 2]

    window.finish(1)
    window.finish(2)
    assert window.watermark() == 0

    window.finish(0)
    assert window.watermark() == 3


def test_messages_of_one_key_run_one_after_the_other() -> None:
    window = filled("a", "a", "b")
    assert window.start(3) == [0, 2]

    window.finish(0)
    assert window.start(3) == [1]


def test_what_has_not_started_when_a_partition_leaves_stays_uncommitted() -> None:
    window = filled("a", "b", "c")
    window.start(1)

    window.discard_waiting()
    window.offer(3, "d", 3)
    window.finish(0)

    assert window.start(3) == []
    assert window.watermark() == 1


def test_an_offset_cannot_come_twice() -> None:
    window = filled("a", "b")
    with pytest.raises(ValueError, match="offered before"):
        window.offer(1, "b", 1)
