"""What a persona passes through, and what that takes. Seconds, unless said otherwise."""

from dataclasses import dataclass, field

# Ethnography has nothing to do for a persona: it keeps snapshots up to date meanwhile.
PROCESSES = (
    *("api-gateway", "generator", "library", "avatar"),
    *("kafka", "mongodb", "s3", "model"),
)
CALLS_PER_PERSONA = 2


@dataclass(frozen=True)
class Costs:
    """Measured on one machine; see `calibration.py`.

    cpu: of a persona's whole way, by kind of process. idle: cores that one process of a kind uses
    while it has nothing to do. waiting: of a stage, what is neither CPU nor the model: disks, round
    trips, turns of the event loop.
    """

    cpu: dict[str, float]
    idle: dict[str, float] = field(default_factory=dict)
    waiting: float = 0.0

    @property
    def in_window(self) -> float:
        """What a persona holds a place of a generator's window for besides its model calls, if
        nothing stands in its way.
        """
        servers = STAGE_SHARE * CALLS_PER_PERSONA * sum(self.cpu[kind] for kind in SHARED)
        return self.cpu["generator"] + servers + CALLS_PER_PERSONA * self.waiting


# A persona's messages that lead to writes are four: match, draft, profile, portrait. What the
# database and the broker do for it is split evenly among them: only the sum matters to throughput.
STAGE_SHARE = 0.25
SHARED = ("kafka", "mongodb")


@dataclass(frozen=True)
class Setup:
    """A system to predict.

    window: SUARA_CONCURRENCY. calls_at_once: SUARA_LLM_CONCURRENCY. draft, profile: a model call
    of that stage; spread: their coefficient of variation, 0 for the same each time. cores: that all
    processes share, None where each has one of its own and the servers do not bound. allowed_calls:
    a second, that the provider takes over all workers; None for any number.
    """

    workers: int
    window: int = 16
    partitions: int = 24
    draft: float = 1.0
    profile: float = 2.0
    spread: float = 0.0
    calls_at_once: int = 32
    cores: int | None = None
    allowed_calls: float | None = None
    gateways: int = 1
    library_workers: int = 1
    avatar_workers: int = 1
    group_size: int = 10

    @property
    def calls(self) -> float:
        """A persona's model calls, one after the other."""
        return self.draft + self.profile
