"""When a generation counts as stalled, and what comes of it then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from api_gateway.domain.groups import Run
from suara.personas import persona_id
from suara.progress import Stage


@dataclass(frozen=True)
class Patience:
    """deadline: without progress. resumptions: without progress between them."""

    deadline: timedelta
    resumptions: int


class Verdict(Enum):
    WAIT = "wait"
    RESUME = "resume"
    GIVE_UP = "give up"


def verdict(run: Run, patience: Patience, at: datetime) -> Verdict:
    """Each wait is twice the one before it; progress begins anew with the first."""
    tries = min(in_vain(run), patience.resumptions)
    moments = (run.requested_at, run.updated_at, run.resumed_at)
    last = max(moment for moment in moments if moment)
    if at - last < patience.deadline * 2**tries:
        return Verdict.WAIT
    return Verdict.RESUME if tries < patience.resumptions else Verdict.GIVE_UP


def in_vain(run: Run) -> int:
    """Its resumptions since it last made progress.

    A resumption touches `updated_at` by repeating steps; only what is new in the sets is progress.
    """
    return 0 if steps(run) > run.resumed_steps else run.resumptions


def steps(run: Run) -> int:
    """How far it is: members of all its sets."""
    sets = (run.cast, run.reused, run.written, run.portrayed, run.unportrayed, run.failed)
    return sum(map(len, sets))


def resumed(run: Run, at: datetime) -> dict[str, object]:
    """The fields of a group that change when its run is requested again."""
    return {
        "generation.resumptions": in_vain(run) + 1,
        "generation.resumed_at": at,
        "generation.resumed_steps": steps(run),
    }


def unsettled(run: Run) -> Sequence[tuple[Stage, UUID]]:
    """The steps that end it as it is: nobody else is written, no other portrait is drawn."""
    portraits = {*run.portrayed, *run.unportrayed}
    wanted = [persona_id(run.id, slot) for slot in run.slots]
    settled = {*run.written, *run.failed}
    unwritten = [(Stage.FAILED, persona) for persona in wanted if persona not in settled]
    undrawn = [(Stage.UNPORTRAYED, who) for who in run.written if who not in portraits]
    return [*unwritten, *undrawn]


def gave_up(resumptions: int) -> str:
    """Like "gave up after 5 resumptions without progress; ...": the reason as users read it."""
    noun = "resumption" if resumptions == 1 else "resumptions"
    return (
        f"gave up after {resumptions} {noun} without progress; generate again to make what is "
        "missing"
    )
