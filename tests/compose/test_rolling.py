"""Services are replaced, container by container, while groups are made."""

from chaos.run import Run
from chaos.verdict import Verdict
from compose.containers import Containers

_GROUPS, _SEED = 10, 4


async def test_generators_are_replaced_under_load_and_nobody_notices(system: Containers) -> None:
    before = system.ids("generator")
    assert len(before) > 1, "the stack was brought up with --scale generator=2 or more"

    run, found = await _rolled(system, "generator")

    assert len(system.ids("generator")) == len(before)
    assert not system.ids("generator") & before
    assert not _refused(run)
    _all_complete(run, found)


async def test_the_only_gateway_is_replaced_and_clients_that_repeat_lose_nothing(
    system: Containers,
) -> None:
    """No other listens meanwhile; what was taken is answered, and what is not taken is refused."""
    run, found = await _rolled(system, "api-gateway")

    assert not [each for each in _refused(run) if each.isdigit()]
    _all_complete(run, found)


async def _rolled(system: Containers, service: str) -> tuple[Run, Verdict]:
    """A run during which each container of a service is replaced."""
    run = Run(system, None, [], _GROUPS, _SEED, meanwhile=lambda: system.roll(service))
    found = await run()
    print(f"{service}: {len(run.traffic.accepted)} groups, {dict(run.traffic.answers)}")
    return run, found


def _refused(run: Run) -> set[str]:
    """Status codes and kinds of failed connections. A slow answer is neither."""
    fine = {"201", "202", "409", "ReadTimeout", "accepted, answer lost"}
    return run.traffic.answers.keys() - fine


def _all_complete(run: Run, found: Verdict) -> None:
    assert not found.broken
    assert found.counts["groups_complete"] == len(run.traffic.accepted)
    assert found.counts["portraits_failed"] == 0
    assert run.outbox_left == 0
