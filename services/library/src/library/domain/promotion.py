"""Who enters the library, and who leaves it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from library.domain.reliability import Evidence
from suara.personas import Persona


@dataclass(frozen=True)
class Limits:
    """min_simulations: answers in fewer promote nobody. threshold: scores from here on promote.

    retire_below: scores below this retire; the room between the two keeps a persona from going
    in and out with each answer.
    """

    min_simulations: int = 3
    threshold: float = 0.6
    retire_below: float = 0.45


@dataclass(frozen=True)
class Individual:
    """Who answered. id: of the persona that it first was; a reused one has an id of its own."""

    id: UUID
    company_id: UUID
    persona: Persona


@dataclass(frozen=True)
class Standing:
    """A persona's place in the library. automatic: it came there by its answers."""

    status: Literal["active", "retired"]
    automatic: bool
    promoted_at: datetime


@dataclass(frozen=True)
class Decision:
    """What is to be done, and why, in words for users."""

    status: Literal["active", "retired"]
    reason: str


def decide(standing: Standing | None, evidence: Evidence, limits: Limits) -> Decision | None:
    """None: things stay as they are. Who is retired is not promoted again by its answers."""
    if standing is None:
        return _entering(evidence, limits)
    if standing.status == "active":
        return _leaving(standing, evidence, limits)
    return None


def _entering(evidence: Evidence, limits: Limits) -> Decision | None:
    if evidence.contradictions or evidence.simulations < limits.min_simulations:
        return None
    if evidence.score < limits.threshold:
        return None
    reason = f"consistent in {evidence.simulations} simulations: {_tally(evidence)}"
    return Decision("active", reason)


def _leaving(standing: Standing, evidence: Evidence, limits: Limits) -> Decision | None:
    # Who promoted a persona by hand has accepted what was known of it by then.
    held_against = [
        contradiction
        for contradiction in evidence.contradictions
        if standing.automatic or contradiction.at > standing.promoted_at
    ]
    if held_against:
        return Decision("retired", held_against[-1].reason)
    if standing.automatic and evidence.score < limits.retire_below:
        return Decision("retired", f"no longer consistent: {_tally(evidence)}")
    return None


def _tally(evidence: Evidence) -> str:
    agreed, disagreed = evidence.agreements, evidence.disagreements
    views = "view" if agreed == 1 else "views"
    return f"{agreed} {views} kept, {disagreed} not (score {evidence.score:.2f})"
