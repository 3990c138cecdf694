"""Arithmetic of throughput: each part alone allows so many personas a second."""

from scale.flow import CALLS_PER_PERSONA, Costs, Setup
from scale.partitions import busy_workers


def limits(setup: Setup, costs: Costs) -> dict[str, float]:
    """Personas a second by what would bound them, with work for all at any time.

    The windows' figure and the loops' are for load that lasts, spread evenly over partitions: a
    worker with one partition more than others is what the system waits for.
    """
    spread_over = busy_workers(setup.workers, setup.partitions)
    found = {
        "windows": spread_over * setup.window / (setup.calls + costs.in_window),
        "calls": spread_over * setup.calls_at_once / setup.calls,
        "generators": spread_over / costs.cpu["generator"],
        "gateway": setup.gateways / costs.cpu["api-gateway"],
        "library": setup.library_workers / costs.cpu["library"],
        "avatar": setup.avatar_workers / costs.cpu["avatar"],
    }
    if setup.allowed_calls is not None:
        found["provider"] = setup.allowed_calls / CALLS_PER_PERSONA
    if setup.cores is not None:
        found["cores"] = free_cores(setup, costs) / sum(costs.cpu.values())
        found["mongodb"] = 1 / costs.cpu["mongodb"]
    return found


def bound(setup: Setup, costs: Costs) -> float:
    """The least of the limits."""
    return min(limits(setup, costs).values())


def free_cores(setup: Setup, costs: Costs) -> float:
    """What is left of the machine beside what processes use when they have nothing to do."""
    assert setup.cores is not None
    numbers = {"generator": setup.workers}
    idle = sum(numbers.get(kind, 1) * used for kind, used in costs.idle.items())
    return max(setup.cores - idle, 0.05 * setup.cores)
