"""The one table of a run, and the promises in it."""

import statistics
from collections import Counter

from chaos.plan import KILLS, Kind, outages
from chaos.run import Run
from chaos.verdict import Verdict
from report import Figures, Target

_NONE = Target(most=0)
_PROMISES = (
    "groups_lost",
    "groups_stuck",
    "groups_failed_without_a_reason",
    "personas_lost",
    "personas_doubled",
    "portraits_unreadable",
    "events_doubled",
    "events_never_seen",
    "dead_letters_missing",
    "outbox_left",
    "requests_refused",
)


def figures(run: Run, found: Verdict) -> Figures:
    """Everything that is counted. Names carry their unit; others are plain numbers."""
    done = run.faults.done
    kinds = Counter(fault.kind for fault in done)
    times = [g.settled_at - g.at for g in run.traffic.accepted if g.settled_at is not None]
    recoveries = [seconds for seconds, _ in run.recoveries.seconds] or [0.0]
    events = run.bus.ids.values()
    letters = run.bus.letters
    return {
        **{f"fault: {kind}": kinds[kind] for kind in Kind},
        "kills": sum(kinds[kind] for kind in KILLS),
        "outages": len(outages(done)),
        "groups_accepted": len(run.traffic.accepted),
        "groups_complete": found.counts["groups_complete"],
        "groups_failed_with_a_reason": found.counts["groups_failed_with_a_reason"],
        "personas_asked": found.counts["personas_asked"],
        "personas_written": found.counts["personas_written"],
        "portraits_failed": found.counts["portraits_failed"],
        "events_seen": len(run.bus.ids),
        "events_repeated_with_the_same_id": sum(ids.total() - len(ids) for ids in events),
        "dead_letters_expected": len(run.bus.expected),
        "dead_letters_found": len(run.bus.expected & letters.keys()),
        "dead_letters_lost_with_a_log": run.bus.forgiven,
        "dead_letters_repeated": sum(count - 1 for count in letters.values()),
        "dead_letters_of_other_messages": run.bus.genuine_letters.total(),
        **{name: found.counts[name] for name in _PROMISES},
        "dead_letters_missing": len(run.bus.missing()),
        "outbox_left": run.outbox_left,
        "requests_refused": len(run.traffic.refusals),
        "exits_nobody_asked_for": len(run.system.exits),
        "sigterm_to_exit_longest_seconds": max(run.faults.drains, default=0),
        "generation_median_seconds": statistics.median(times) if times else 0,
        "generation_longest_seconds": max(times, default=0),
        "recovery_median_seconds": statistics.median(recoveries),
        "recovery_longest_seconds": max(recoveries),
        "run_seconds": run.seconds,
    }


def targets(groups: int) -> dict[str, Target]:
    """What has to hold for every run."""
    return dict.fromkeys(_PROMISES, _NONE) | {"groups_accepted": Target(least=groups)}
