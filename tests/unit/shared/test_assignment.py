"""Lanes: whatever handlers do and partitions go, nothing is lost, doubled, overtaken or forgotten.

Commits and fetching have no part in it, so that the consumer is only what commits ask of it.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.kafka.assignment import Assignment
from suara.kafka.commits import Commits
from suara.kafka.condition import Condition
from suara.kafka.message import Message, Outcome

LIMIT = 3
PLACES = [TopicPartition("topic", number) for number in range(2)]


class Member:
    """Takes every commit."""

    is_member = True

    def __init__(self) -> None:
        self.committed: dict[TopicPartition, int] = {}

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        self.committed |= offsets


@dataclass
class Lanes:
    """An assignment under test. A message's value says how many turns its handler waits."""

    member: Any = field(default_factory=Member)
    condition: Condition = field(default_factory=Condition)
    begun: list[Message] = field(default_factory=list)
    ended: Counter[tuple[int, int]] = field(default_factory=Counter)
    running: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        commits = Commits(self.member, self.condition)
        self.assignment = Assignment(commits, self._process, self.condition, LIMIT, 0.01)

    async def _process(self, message: Message) -> Outcome:
        at = (message.partition, message.key)
        assert at not in [(other.partition, other.key) for other in self.running]
        self.running.append(message)
        assert len(self.running) <= LIMIT
        self.begun.append(message)
        try:
            for _ in range(len(message.value or b"")):
                await asyncio.sleep(0)
            self.ended[message.partition, message.offset] += 1
        finally:
            self.running.remove(message)
        return "handled"

    def take(self, messages: Sequence[Message]) -> None:
        self.assignment.take(PLACES[messages[0].partition], messages)

    async def idle(self, turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)


Batch = list[tuple[int, int]]  # (key, turns its handler waits) of each message
BATCHES: st.SearchStrategy[Batch] = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=8
)
#: A batch for a partition, turns of the event loop, or (None) all partitions leave and come back.
STEPS = st.lists(st.tuples(st.integers(0, 1), BATCHES) | st.integers(1, 5) | st.none(), max_size=15)


@given(steps=STEPS)
@settings(max_examples=200)
def test_all_that_is_taken_is_handled_once_in_order_and_within_the_limit(steps: list[Any]) -> None:
    asyncio.run(play(steps))


async def play(steps: list[Any]) -> None:
    lanes = Lanes()
    logs: list[list[Message]] = [[], []]
    await lanes.assignment.on_partitions_assigned(PLACES)
    for step in steps:
        if step is None:
            await leave_and_come_back(lanes, logs)
        elif isinstance(step, int):
            await lanes.idle(step)
        else:
            number, batch = step
            lanes.take(written(logs[number], number, batch))
    await lanes.idle(5 * sum(map(len, logs)) + 10)

    everything = Counter((one.partition, one.offset) for log in logs for one in log)
    assert lanes.ended == everything
    assert lanes.assignment.oldest is None
    for log in logs:
        for key in {one.key for one in log}:
            of_key = [one for one in lanes.begun if (one.partition, one.key) == log_key(log, key)]
            assert of_key == [one for one in log if one.key == key]
    lanes.condition.check()
    await lanes.assignment.commit()
    assert lanes.member.committed == {
        PLACES[number]: len(log) for number, log in enumerate(logs) if log
    }


def log_key(log: list[Message], key: bytes | None) -> tuple[int, bytes | None]:
    return log[0].partition, key


async def leave_and_come_back(lanes: Lanes, logs: list[list[Message]]) -> None:
    """As in a rebalance: what was not handled is delivered again, from what was committed."""
    await lanes.assignment.release()
    assert not lanes.running
    await lanes.assignment.on_partitions_assigned(PLACES)
    for at, log in zip(PLACES, logs, strict=True):
        again = log[lanes.member.committed.get(at, 0) :]
        # What ended behind one that did not is handled twice: at least once is the promise.
        for one in again:
            done = lanes.ended.pop((one.partition, one.offset), 0)
            lanes.begun = [other for other in lanes.begun if not done or other != one]
        if again:
            lanes.take(again)


def written(log: list[Message], number: int, batch: Batch) -> list[Message]:
    first = len(log)
    log += [
        Message("topic", number, offset, str(key).encode(), b"." * turns, [])
        for offset, (key, turns) in enumerate(batch, first)
    ]
    return log[first:]


async def test_a_handler_cancelled_from_within_ends_the_worker_rather_than_losing_its_message() -> (
    None
):
    """What a handler awaited may be cancelled by somebody else: nobody cancelled the handler."""
    condition = Condition()

    async def process(_: Message) -> Outcome:
        raise asyncio.CancelledError

    commits = Commits(Member(), condition)  # type: ignore[arg-type]
    assignment = Assignment(commits, process, condition, LIMIT, 0.01)
    await assignment.on_partitions_assigned(PLACES)
    assignment.take(PLACES[0], [Message("topic", 0, 0, b"key", b"", [])])

    async with asyncio.timeout(10):
        await condition.ending.wait()
