"""A consumer group: who is in it, in which generation."""

import asyncio
from collections.abc import Sequence

from aiokafka import TopicPartition


class Group:
    """A rebalance ends when all members that the broker knows have joined again."""

    def __init__(self) -> None:
        self.generation = -1
        self.members: set[int] = set()
        self._joined: set[int] = set()
        self._changed = asyncio.Event()
        self.rebalancing = False

    def enter(self, member: int) -> None:
        """A new member: everybody has to join anew."""
        self.members.add(member)
        self._begin()

    def leave(self, member: int) -> None:
        """Also for a member that was silent for too long."""
        self.members.discard(member)
        self._joined.discard(member)
        self._begin()

    def forget(self) -> None:
        """The broker lost everything it knew of the group."""
        self.members.clear()
        self._joined.clear()
        self.generation = -1
        self._wake()

    async def join(self, member: int) -> int | None:
        """Wait for all. The new generation, or None if the member is unknown by then."""
        self._joined.add(member)
        self._settle()
        while self.rebalancing and member in self.members:
            await self._changed.wait()
        return self.generation if member in self.members else None

    def share(self, member: int, partitions: Sequence[TopicPartition]) -> set[TopicPartition]:
        """What a member gets of the partitions, in turn."""
        members = sorted(self.members)
        return set(partitions[members.index(member) :: len(members)])

    async def change(self) -> None:
        """Return at the next change."""
        await self._changed.wait()

    def _begin(self) -> None:
        self.rebalancing = True
        self._joined &= self.members
        self._settle()
        self._wake()

    def _settle(self) -> None:
        if self.rebalancing and self._joined >= self.members:
            self.rebalancing = False
            self.generation += 1
            self._joined.clear()
            self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
