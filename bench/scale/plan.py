"""What a load needs: workers and partitions by arithmetic, volumes by multiplication."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from report import Figures
from scale.flow import CALLS_PER_PERSONA, Costs, Setup
from scale.limits import limits
from scale.partitions import busy_workers
from scale.volumes import Counts

AT_MOST_BUSY = 0.75  # of the worker with most partitions; the rest is for uneven arrivals
PARTITIONS = 24  # come in multiples of so many: by 2, 3, 4, 6, 8 and 12 workers they divide evenly
ROOM_TO_GROW = 2  # times as many workers, without another partition
ONE_PROCESS_AT_MOST = 0.6  # of a core: an event loop that is busier answers late

Prices = Mapping[str, float]
"""USD for a million tokens: "input", "cached_input", "output"."""


@dataclass(frozen=True)
class Load:
    """groups_per_second: as many at any time of the day. group_size: personas of each."""

    name: str
    groups_per_second: float
    group_size: int = 10

    @property
    def personas_per_second(self) -> float:
        return self.groups_per_second * self.group_size


@dataclass(frozen=True)
class Assumed:
    """What was not measured, because it depends on who provides the models and on who runs it.

    draft, profile: seconds of a model call. completion_tokens: of both stages. prices: None for
    no statement on cost.
    """

    draft: float = 4.0
    profile: float = 10.0
    spread: float = 0.3
    window: int = 64
    completion_tokens: float = 1_100.0
    prices: Prices | None = None


def planned(load: Load, costs: Costs, assumed: Assumed) -> Setup:
    """The fewest workers that keep the busiest one below `AT_MOST_BUSY`, and partitions for twice
    as many. Each process has a core of its own.
    """
    setup = Setup(
        workers=1,
        window=assumed.window,
        calls_at_once=assumed.window,
        draft=assumed.draft,
        profile=assumed.profile,
        spread=assumed.spread,
        group_size=load.group_size,
        gateways=_processes(load, costs.cpu["api-gateway"]),
        library_workers=_processes(load, costs.cpu["library"]),
        avatar_workers=_processes(load, costs.cpu["avatar"]),
    )
    needed = load.personas_per_second / (AT_MOST_BUSY * limits(setup, costs)["windows"])
    partitions = PARTITIONS * math.ceil(ROOM_TO_GROW * needed / PARTITIONS)
    enough = (n for n in range(1, partitions + 1) if busy_workers(n, partitions) >= needed)
    return replace(setup, partitions=partitions, workers=next(enough))


def needs(load: Load, setup: Setup, costs: Costs, volumes: Counts, assumed: Assumed) -> Figures:
    """What the load asks of everything else."""
    rate = load.personas_per_second
    day = 86_400 * rate
    minute = 60 * rate
    figures = {
        "personas_per_second": rate,
        "generator_workers": float(setup.workers),
        "partitions": float(setup.partitions),
        "busiest_worker_percent": 100 * rate / limits(setup, costs)["windows"],
        "gateways": float(setup.gateways),
        "library_workers": float(setup.library_workers),
        "avatar_workers": float(setup.avatar_workers),
        "services_cores": rate
        * sum(costs.cpu[kind] for kind in ("api-gateway", "generator", "library", "avatar")),
        "model_calls_under_way": rate * setup.calls,
        "model_calls_per_minute": minute * CALLS_PER_PERSONA,
        "prompt_tokens_per_minute": minute * volumes["prompt_tokens"],
        "completion_tokens_per_minute": minute * assumed.completion_tokens,
        "mongodb_operations_per_second": rate * volumes["mongodb_operations"],
        "mongodb_writes_per_second": rate * volumes["mongodb_writes"],
        "mongodb_gigabytes_per_day": day * volumes["document_bytes"] / 1e9,
        "kafka_messages_per_second": rate * volumes["kafka_messages"],
        "kafka_megabytes_per_second": rate * volumes["kafka_bytes"] / 1e6,
        "kafka_gigabytes_per_day": day * volumes["kafka_bytes"] / 1e9,
        "s3_objects_per_second": rate * volumes["s3_objects"],
        "s3_gigabytes_per_day": day * volumes["s3_bytes"] / 1e9,
    }
    if assumed.prices is not None:
        persona = usd_per_persona(volumes, assumed, assumed.prices)
        figures |= {
            "model_usd_per_thousand_personas": 1_000 * persona,
            "model_usd_per_day": day * persona,
        }
    return figures


def usd_per_persona(volumes: Counts, assumed: Assumed, prices: Prices) -> float:
    """At these prices. Prompts are cached as far as the measured runs' server found them so."""
    cached = volumes["cached_tokens"]
    fresh = volumes["prompt_tokens"] - cached
    return (
        fresh * prices["input"]
        + cached * prices.get("cached_input", prices["input"])
        + assumed.completion_tokens * prices["output"]
    ) / 1e6


def _processes(load: Load, cpu: float) -> int:
    """Of a service that is bound by its CPU."""
    return max(1, math.ceil(load.personas_per_second * cpu / ONE_PROCESS_AT_MOST))
