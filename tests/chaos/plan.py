"""The plan of a run: which fault, on whom, after how many groups. A pure function of the seed."""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat

BROKER, DATABASE, STORE = "kafka", "mongodb", "s3"
SERVERS = (BROKER, DATABASE, STORE)
SERVICES = ("api-gateway", "ethnography", "generator-1", "generator-2", "library", "avatar")


class Kind(StrEnum):
    KILL = "kill -9 of a service"
    TERMINATE = "SIGTERM to a service"
    FREEZE = "SIGSTOP, then SIGCONT"
    OUTAGE = "kill -9 of a server, away for seconds"
    EMPTY_LOG = "broker back with an empty log"
    FULL_DISK = "store that cannot grow its files"
    HANGING_MODEL = "generator whose model hangs"
    DUPLICATES = "messages sent twice"
    REORDERED = "old messages sent again, in disorder"
    POISON = "poison message"


KILLS = (Kind.KILL, Kind.OUTAGE, Kind.EMPTY_LOG, Kind.FULL_DISK)
MESSAGES = (Kind.DUPLICATES, Kind.REORDERED, Kind.POISON)


@dataclass(frozen=True)
class Fault:
    """after: how many groups were sent before it. pause: seconds from then on.

    seconds: how long it lasts. number: counts its kind. seed: for what it draws itself.
    """

    after: int
    pause: float
    kind: Kind
    target: str
    seconds: float
    number: int
    seed: int

    def __str__(self) -> str:
        return f"{self.kind}: {self.target}"


# How many per group, at least how many, of how many groups on, whom it may hit, for how long.
_Rule = tuple[float, int, int, Sequence[str], tuple[float, float]]
_RULES: dict[Kind, _Rule] = {
    Kind.KILL: (0.32, len(SERVICES), 0, SERVICES, (0.0, 2.0)),
    Kind.TERMINATE: (0.06, 1, 0, SERVICES, (0.0, 1.0)),
    Kind.FREEZE: (0.05, 1, 0, (*SERVICES, *SERVERS), (2.0, 9.0)),
    Kind.OUTAGE: (0.08, len(SERVERS), 0, SERVERS, (1.0, 8.0)),
    Kind.EMPTY_LOG: (0.01, 0, 50, (BROKER,), (1.0, 4.0)),
    Kind.FULL_DISK: (0.01, 0, 50, (STORE,), (2.0, 5.0)),
    Kind.HANGING_MODEL: (0.015, 0, 50, ("generator-1", "generator-2"), (5.0, 10.0)),
    Kind.DUPLICATES: (0.06, 1, 0, (BROKER,), (0.0, 0.0)),
    Kind.REORDERED: (0.06, 1, 0, (BROKER,), (0.0, 0.0)),
    Kind.POISON: (0.1, 6, 0, (BROKER,), (0.0, 0.0)),
}
_LONGEST_PAUSE = 1.5


def plan(seed: int, groups: int) -> tuple[Fault, ...]:
    """The faults of a run, in their order. They are spread evenly over its groups."""
    draw = random.Random(seed)
    wanted = list(chain.from_iterable(_of_kind(kind, groups, draw) for kind in Kind))
    draw.shuffle(wanted)
    step = groups / len(wanted)
    faults = []
    for position, (kind, target, number) in enumerate(wanted):
        shortest, longest = _RULES[kind][4]
        faults.append(
            Fault(
                after=math.floor((position + draw.random()) * step),
                pause=round(draw.uniform(0, _LONGEST_PAUSE), 2),
                kind=kind,
                target=target,
                seconds=round(draw.uniform(shortest, longest), 2),
                number=number,
                seed=draw.getrandbits(32),
            )
        )
    return tuple(sorted(faults, key=lambda fault: (fault.after, fault.pause)))


def outages(faults: Iterable[Fault]) -> Sequence[Fault]:
    """Those that take a server away for seconds, or all that it does."""
    away = (Kind.OUTAGE, Kind.EMPTY_LOG, Kind.FULL_DISK)
    return [
        fault
        for fault in faults
        if fault.kind in away or (fault.kind is Kind.FREEZE and fault.target in SERVERS)
    ]


def _of_kind(kind: Kind, groups: int, draw: random.Random) -> Iterator[tuple[Kind, str, int]]:
    """Each target equally often, as far as the number allows."""
    share, least, fewest_groups, targets, _ = _RULES[kind]
    count = max(least, math.ceil(share * groups)) if groups >= fewest_groups else 0
    rounds = chain.from_iterable(draw.sample(targets, len(targets)) for _ in repeat(None))
    for number, target in zip(range(count), rounds, strict=False):
        yield kind, target, number
