"""Real runs: a batch of groups started at once, until the last persona of it is there."""

import time
from dataclasses import dataclass
from uuid import UUID

import psutil

from scale.real_system import System

DRAFT_SECONDS, PROFILE_SECONDS = 1.4, 2.8
GROUP_SIZE = 10
QUIET_SECONDS = 5.0
SETTLING_SECONDS = 2.0
POLL_SECONDS = 0.25
# A worker's window is full from its first calls until its share of the batch runs out: within
# these parts of a batch all windows are.
FULL_FROM, FULL_TO = 0.1, 0.55


@dataclass(frozen=True)
class Batch:
    """What one batch took.

    seconds: from the first POST to the last group's completion; posting_seconds: to the last POST's
    answer. cpu_seconds: by kind of process, within that time. others_cores: that nothing of this
    system used. call_seconds: a persona's model calls, as the server saw them. calls_under_way: on
    average, while all windows were full. people: each group's personas.
    """

    workers: int
    window: int
    personas: int
    seconds: float
    posting_seconds: float
    cpu_seconds: dict[str, float]
    others_cores: float
    call_seconds: float
    calls_under_way: float
    people: tuple[tuple[UUID, ...], ...]

    @property
    def personas_per_second(self) -> float:
        return self.personas / self.seconds

    @property
    def held_per_persona(self) -> float:
        """Seconds of a generator's window."""
        return self.call_seconds * self.workers * self.window / self.calls_under_way


def warmed_up(system: System) -> None:
    """Every process has done each of its tasks at least once."""
    system.model.behave({})
    system.groups.finish(system.groups.create(2 * system.workers, GROUP_SIZE), POLL_SECONDS)


def idle_cores(system: System) -> dict[str, float]:
    """CPU while there is nothing to do, in cores, of one process of each kind."""
    time.sleep(SETTLING_SECONDS)
    before, began = system.cpu_seconds(), time.monotonic()
    time.sleep(QUIET_SECONDS)
    passed = time.monotonic() - began
    used = {kind: (spent - before[kind]) / passed for kind, spent in system.cpu_seconds().items()}
    return used | {"generator": used["generator"] / system.workers}


def batch(system: System, groups: int) -> Batch:
    """Raises RuntimeError if a group fails, or the model did not write all."""
    created = system.groups.create(groups, GROUP_SIZE)
    time.sleep(SETTLING_SECONDS)
    system.model.behave({"draft": DRAFT_SECONDS, "profile": PROFILE_SECONDS})
    before, machine_before, began = system.cpu_seconds(), _busy_seconds(), time.monotonic()
    system.groups.start(created)
    posting_seconds = time.monotonic() - began
    system.groups.wait(created, POLL_SECONDS)
    seconds = time.monotonic() - began
    spent = {kind: after - before[kind] for kind, after in system.cpu_seconds().items()}
    busy = _busy_seconds() - machine_before
    calls = system.model.calls()
    personas = groups * GROUP_SIZE
    if len(calls) != 2 * personas:
        raise RuntimeError(f"{len(calls)} calls for {personas} personas")
    start, end = FULL_FROM * seconds, FULL_TO * seconds
    return Batch(
        workers=system.workers,
        window=system.window,
        personas=personas,
        seconds=seconds,
        posting_seconds=posting_seconds,
        cpu_seconds=spent,
        others_cores=max(0.0, busy - sum(spent.values())) / seconds,
        call_seconds=sum(call.ended - call.began for call in calls) / personas,
        calls_under_way=sum(call.within(start, end) for call in calls) / (end - start),
        people=tuple(tuple(system.groups.persona_ids(group)) for group in created),
    )


def _busy_seconds() -> float:
    """Of all cores since the machine started."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)
