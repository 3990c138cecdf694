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
        self.waiting: list[int] = []
        self.finished: set[int] = set()
        self.last: int | None = None
        self.discarded = False

    @rule(key=KEYS, gap=st.integers(0, 3))
    def fetch(self, key: bytes | None, gap: int) -> None:
        offset = gap if self.last is None else self.last + 1 + gap
        may_start = self.window.offer(offset, key, offset)
        if self.discarded:
            assert not may_start
            return
        self.last = offset
        self.keys[offset] = key
        assert may_start == (key not in {self.keys[other] for other in self.running})
        (self.running if may_start else self.waiting).append(offset)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        offset = data.draw(st.sampled_from(self.running))
        self.finish_one(offset)

    def finish_one(self, offset: int) -> None:
        behind = self.window.finish(offset)
        self.running.remove(offset)
        self.finished.add(offset)
        of_its_key = [other for other in self.waiting if self.keys[other] == self.keys[offset]]
        assert behind == next(iter(of_its_key), None)
        if behind is not None:
            self.waiting.remove(behind)
            self.running.append(behind)

    @precondition(lambda self: not self.discarded)
    @rule()
    def discard_waiting(self) -> None:
        self.window.discard_waiting()
        self.waiting.clear()
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
            self.finish_one(self.running[0])
            if not self.running:
                assert self.window.watermark() == self.last + 1


TestWindows = Windows.TestCase
TestWindows.settings = settings(max_examples=60, stateful_step_count=40)


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

    window.finish(1)
    window.finish(2)
    assert window.watermark() == 0

    window.finish(0)
    assert window.watermark() == 3


def test_messages_of_one_key_run_one_after_the_other() -> None:
    window: PartitionWindow[str] = PartitionWindow()
    assert window.offer(0, "a", "first")
    assert not window.offer(1, "a", "second")
    assert window.offer(2, "b", "of another key")

    assert window.finish(2) is None
    assert window.finish(0) == "second"


def test_what_has_not_started_when_a_partition_leaves_stays_uncommitted() -> None:
    window = filled("a", "a", "b")

    window.discard_waiting()

    assert not window.offer(3, "d", 3)
    assert window.finish(0) is None
    assert window.watermark() == 1


def test_an_offset_cannot_come_twice() -> None:
    window = filled("a", "b")
    with pytest.raises(ValueError, match="offered before"):
        window.offer(1, "b", 1)
