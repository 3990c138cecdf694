"""The pipeline, played event by event. The same seed gives the same outcome."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import simpy

from scale.flow import STAGE_SHARE, Costs, Setup
from scale.limits import free_cores
from scale.partitions import owners, partition_of
from scale.stations import Caller, Process, Provider, Steps

Group = tuple[float, Sequence[UUID]]
"""When it is requested, and whose personas it gets."""


@dataclass
class Outcome:
    """What happened. Times in seconds of the simulation; lists in order of completion.

    held: by drafts and profiles, of generators' windows, by worker. refused: calls.
    """

    started: int = 0
    ended_at: list[float] = field(default_factory=list)
    group_seconds: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def seconds(self) -> float:
        return self.ended_at[-1]

    @property
    def personas_per_second(self) -> float:
        return len(self.ended_at) / self.seconds

    @property
    def held_per_persona(self) -> float:
        return sum(self.held) / len(self.ended_at)


def simulate(setup: Setup, costs: Costs, groups: Sequence[Group], seed: int = 0) -> Outcome:
    """Play until the last group is complete."""
    pipeline = _Pipeline(setup, costs, random.Random(seed))  # noqa: S311
    for group in groups:
        pipeline.environment.process(pipeline.group(*group))
    pipeline.environment.run()
    pipeline.outcome.refused = pipeline.provider.refused
    return pipeline.outcome


def batch(setup: Setup, personas: int, apart: float = 0.0, seed: int = 0) -> list[Group]:
    """Groups requested one after the other, so many seconds apart, of whoever the dice say."""
    dice = random.Random(seed)  # noqa: S311 - a game of chance, no secret
    sizes = [setup.group_size] * (personas // setup.group_size)
    if rest := personas % setup.group_size:
        sizes.append(rest)
    return [(number * apart, _people(dice, size)) for number, size in enumerate(sizes)]


def arrivals(setup: Setup, groups_per_second: float, seconds: float, seed: int = 0) -> list[Group]:
    """Groups that come by themselves, at any moment as likely as at another."""
    dice = random.Random(seed)  # noqa: S311 - a game of chance, no secret
    found: list[Group] = []
    at = dice.expovariate(groups_per_second)
    while at < seconds:
        found.append((at, _people(dice, setup.group_size)))
        at += dice.expovariate(groups_per_second)
    return found


def _people(dice: random.Random, count: int) -> list[UUID]:
    return [UUID(int=dice.getrandbits(128), version=5) for _ in range(count)]


class _Pipeline:
    def __init__(self, setup: Setup, costs: Costs, dice: random.Random) -> None:
        self.environment = environment = simpy.Environment()
        self.outcome = Outcome(held=[0.0] * setup.workers)
        self._setup, self._costs, self._dice = setup, costs, dice
        cores, slower = None, 1.0
        if setup.cores is not None:
            cores = simpy.Resource(environment, setup.cores)
            slower = setup.cores / free_cores(setup, costs)
        many = setup.cores or 1_000  # threads of what is not one event loop, or not ours

        def process(threads: int = 1) -> Process:
            return Process(environment, cores, slower, threads)

        self._gateway, self._model = process(setup.gateways), process(many)
        self._library, self._avatar = process(setup.library_workers), process(setup.avatar_workers)
        self._mongodb = process(1 if setup.cores else many)  # the embedded one has one thread
        self._kafka, self._s3 = process(many), process(many)
        self._generators = [process() for _ in range(setup.workers)]
        self._windows = [simpy.Resource(environment, setup.window) for _ in range(setup.workers)]
        self.provider = Provider(environment, setup.allowed_calls)
        self._callers = [
            Caller(environment, self.provider, setup.calls_at_once, dice)
            for _ in range(setup.workers)
        ]
        self._owners = owners(setup.workers, setup.partitions)["personas"]

    def group(self, at: float, people: Sequence[UUID]) -> Steps:
        yield self.environment.timeout(at)
        yield from self._gateway.work(self._costs.cpu["api-gateway"] * len(people))
        self.outcome.started += len(people)
        yield self.environment.all_of(
            [self.environment.process(self._persona(person)) for person in people]
        )
        self.outcome.group_seconds.append(self.environment.now - at)

    def _persona(self, person: UUID) -> Steps:
        yield from self._library.work(self._costs.cpu["library"])
        yield from self._stored()
        portrait = self.environment.process(self._portrait())
        worker = self._owners[partition_of(person, self._setup.partitions)]
        yield from self._stage(worker, self._setup.draft)
        yield from self._stage(worker, self._setup.profile)
        yield portrait
        self.outcome.ended_at.append(self.environment.now)

    def _portrait(self) -> Steps:
        yield from self._avatar.work(self._costs.cpu["avatar"])
        yield from self._s3.work(self._costs.cpu["s3"])
        yield from self._stored()

    def _stage(self, worker: int, seconds: float) -> Steps:
        """A message that asks for a text: it holds a place in the window until it is settled."""
        with self._windows[worker].request() as place:
            yield place
            began = self.environment.now
            yield from self._generators[worker].work(self._costs.cpu["generator"] / 4)
            yield from self._model.work(self._costs.cpu["model"] / 2)
            yield from self._callers[worker].call(self._latency(seconds))
            yield from self._generators[worker].work(self._costs.cpu["generator"] / 4)
            yield from self._stored()
            yield self.environment.timeout(self._costs.waiting)
            self.outcome.held[worker] += self.environment.now - began

    def _stored(self) -> Steps:
        """A result in the database, its event on the bus."""
        yield from self._mongodb.work(self._costs.cpu["mongodb"] * STAGE_SHARE)
        yield from self._kafka.work(self._costs.cpu["kafka"] * STAGE_SHARE)

    def _latency(self, seconds: float) -> float:
        """Log-normal about this mean."""
        spread = self._setup.spread
        if not spread:
            return seconds
        sigma = math.sqrt(math.log(1 + spread**2))
        return seconds * self._dice.lognormvariate(-(sigma**2) / 2, sigma)
