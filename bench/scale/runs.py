"""Every measurement of the bench, in the order in which it is made."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from scale import measured
from scale.measured import Batch
from scale.real_system import machine
from scale.volumes import Counts, Store, store

WORKERS = (1, 2, 4, 8)
CALIBRATED_WITH = (1, 2)
WINDOW = 4  # small, so that the windows are full and two cores suffice for eight workers
PARTITIONS = 24
PERSONAS_PER_WORKER = 30

Say = Callable[[str], None]


@dataclass(frozen=True)
class Runs:
    """batches: by number of workers. idle: cores, by kind of process. volumes: for a persona."""

    batches: dict[int, list[Batch]]
    idle: dict[str, float]
    volumes: Counts

    @property
    def calibrating(self) -> list[Batch]:
        """The only ones that a prediction may know."""
        return [one for workers in CALIBRATED_WITH for one in self.batches[workers]]


def measured_runs(rounds: int, say: Say) -> Runs:
    batches: dict[int, list[Batch]] = {}
    idle: list[dict[str, float]] = []
    volumes: Counts = {}
    with machine() as here:
        for workers in WORKERS:
            say(f"generators: {workers}")
            with here.system(workers, WINDOW, PARTITIONS) as system, store(system) as servers:
                measured.warmed_up(system)
                if workers in CALIBRATED_WITH:
                    idle.append(measured.idle_cores(system))
                before = servers.counted()
                groups = workers * PERSONAS_PER_WORKER // measured.GROUP_SIZE
                batches[workers] = [
                    _said(measured.batch(system, groups), say) for _ in range(rounds)
                ]
                if workers == CALIBRATED_WITH[0]:
                    volumes = _per_persona(servers, before, batches[workers])
    kinds = idle[0]
    return Runs(
        batches, {kind: statistics.mean(one[kind] for one in idle) for kind in kinds}, volumes
    )


def _per_persona(servers: Store, before: Counts, batches: list[Batch]) -> Counts:
    """With what the system does by itself meanwhile: with one generator it is counted most."""
    personas = sum(one.personas for one in batches)
    after = servers.counted()
    return {name: (after[name] - before[name]) / personas for name in before} | servers.kept()


def _said(one: Batch, say: Say) -> Batch:
    cores = sum(one.cpu_seconds.values()) / one.seconds
    say(
        f"{one.personas} personas in {one.seconds:.1f} s, {one.personas_per_second:.2f}/s; "
        f"{cores:.2f} cores, others {one.others_cores:.2f}"
    )
    return one
