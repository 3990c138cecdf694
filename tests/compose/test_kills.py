"""Any one container dies in the middle of a run."""

import asyncio
import statistics

import pytest

from chaos.plan import Fault, Kind
from chaos.run import Run
from compose.containers import SERVERS, SERVICES, Containers
from report import Figures

_GROUPS, _BEFORE = 10, 4
_AWAY_SECONDS = 3.0
_SEED = 8


@pytest.mark.parametrize("name", [*SERVERS, *SERVICES])
async def test_killing_it_loses_and_doubles_nothing(
    system: Containers, kills: dict[str, Figures], name: str
) -> None:
    kind = Kind.OUTAGE if name in SERVERS else Kind.KILL
    kill = Fault(_BEFORE, 0.2, kind, name, _AWAY_SECONDS, number=0, seed=_SEED)
    run = Run(system, None, [kill], _GROUPS, _SEED)

    found = await run()

    kills[name] = {
        "groups_complete": found.counts["groups_complete"],
        "personas": found.counts["personas_written"],
        "lost_doubled_or_stuck": len(found.broken),
        "generation_median_seconds": statistics.median(_times(run)),
        "generation_longest_seconds": max(_times(run)),
    }
    assert not found.broken
    assert found.counts["groups_complete"] == _GROUPS
    assert found.counts["portraits_failed"] == 0
    assert run.outbox_left == 0


async def test_when_all_crash_at_once_docker_starts_them_again(system: Containers) -> None:
    before = system.restarts()

    system.crash()

    async with asyncio.timeout(60):
        while any(count <= before[name] for name, count in system.restarts().items()):  # noqa: ASYNC110 - Docker counts
            await asyncio.sleep(0.2)
    await system.ready()


def _times(run: Run) -> list[float]:
    return [each.settled_at - each.at for each in run.traffic.accepted if each.settled_at]
