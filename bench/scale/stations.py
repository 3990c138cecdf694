"""What jobs queue for: processes with one thread, the machine's cores, the model's provider."""

import random
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from suara.llm.gate import Limit

Steps = Generator[simpy.Event, Any, None]
RETRY_SECONDS = 1.0  # a throttled call's wait, as `Retry-After` and the client's back-off have it
REFUSAL_SECONDS = 0.1


@dataclass
class Process:
    """A process that does one thing at a time, on a core that others may want, too.

    slower: how much longer work takes as idle processes take their part of the cores.
    """

    environment: simpy.Environment
    cores: simpy.Resource | None
    slower: float = 1.0
    threads: int = 1
    busy_seconds: float = 0.0

    def __post_init__(self) -> None:
        self._turn = simpy.Resource(self.environment, self.threads)

    def work(self, seconds: float) -> Steps:
        with self._turn.request() as turn:
            yield turn
            if self.cores is None:
                yield self.environment.timeout(seconds)
            else:
                with self.cores.request() as core:
                    yield core
                    yield self.environment.timeout(seconds * self.slower)
        self.busy_seconds += seconds


@dataclass
class Provider:
    """Takes so many calls a second; a second's worth may come at once. Refuses what is more."""

    environment: simpy.Environment
    allowed: float | None
    refused: int = 0
    _tokens: float = 0.0
    _at: float = 0.0

    def __post_init__(self) -> None:
        self._tokens = self.allowed or 0.0

    def takes(self) -> bool:
        if self.allowed is None:
            return True
        now = self.environment.now
        most = max(self.allowed, 1.0)
        self._tokens = min(most, self._tokens + (now - self._at) * self.allowed)
        self._at = now
        if self._tokens < 1:
            self.refused += 1
            return False
        self._tokens -= 1
        return True


@dataclass
class Caller:
    """A worker's calls: the product's own limit says how many may be under way."""

    environment: simpy.Environment
    provider: Provider
    most: int
    dice: random.Random
    under_way: int = 0
    _waiting: deque[simpy.Event] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._limit = Limit(self.most)

    def call(self, seconds: float) -> Steps:
        """Until it is answered, however often it is refused."""
        while True:
            yield from self._turn()
            round_ = self._limit.round
            if self.provider.takes():
                yield self.environment.timeout(seconds)
                self._limit.succeeded()
                self._leave()
                return
            yield self.environment.timeout(REFUSAL_SECONDS)
            self._limit.overloaded(round_)
            self._leave()
            yield self.environment.timeout(RETRY_SECONDS * self.dice.uniform(0.5, 1.5))

    def _turn(self) -> Steps:
        if self._waiting or self.under_way >= self._limit.calls:
            turn = self.environment.event()
            self._waiting.append(turn)
            yield turn  # whoever left has counted this one in
        else:
            self.under_way += 1

    def _leave(self) -> None:
        self.under_way -= 1
        while self._waiting and self.under_way < self._limit.calls:
            self.under_way += 1
            self._waiting.popleft().succeed()
