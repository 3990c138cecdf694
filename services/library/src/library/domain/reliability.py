"""How far a persona's answers agree with each other and with its profile.

docs/library.md explains the formula and its parameters, with worked examples.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

from library.domain.answers import Answer, View, views
from library.domain.contradictions import Contradiction, changes, out_of_character
from suara.personas import Persona

#: Stances (each in [-1, 1]) this close are the same view; a quarter of the whole range.
SAME_VIEW = 0.5
#: The score is what the share of agreement exceeds with 90 % certainty.
DOUBT = 0.1
_HALVINGS = 30
_ROUNDING = 1e-9  # 0.3 - -0.2 is a little more than 0.5


@dataclass(frozen=True)
class Evidence:
    """What an individual's answers show. score: in [0, 1].

    agreements and disagreements: of views with the view held on the same topic in other
    simulations; contradictions of the profile are disagreements, too.
    """

    score: float
    simulations: int
    answers: int
    agreements: int
    disagreements: int
    contradictions: tuple[Contradiction, ...]


def reliability(answers: Collection[Answer], persona: Persona) -> Evidence:
    """The evidence of all answers of one individual, in whatever order they arrived."""
    contradictions = out_of_character(answers, persona)
    agreed, disagreed = 0, len(contradictions)
    for topic, held in views(answers).items():
        same = _agreeing(held)
        agreed, disagreed = agreed + same, disagreed + len(held) - 1 - same
        contradictions += changes(topic, held)
    return Evidence(
        score=lower_bound(agreed, disagreed),
        simulations=len({answer.simulation_id for answer in answers}),
        answers=len(answers),
        agreements=agreed,
        disagreements=disagreed,
        contradictions=tuple(sorted(contradictions, key=lambda c: (c.at, c.reason))),
    )


def lower_bound(agreements: int, disagreements: int) -> float:
    """The 10 % quantile of Beta(1 + agreements, 1 + disagreements), to four decimals.

    For whole numbers the distribution function is a binomial tail: exact, and easily halved.
    """
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _beta_below(middle, agreements, disagreements) < DOUBT:
            low = middle
        else:
            high = middle
    return round(low, 4)


def _beta_below(share: float, agreements: int, disagreements: int) -> float:
    """P(Beta(1 + a, 1 + d) <= share) = P(Binomial(a + d + 1, share) >= a + 1)."""
    trials = agreements + disagreements + 1
    yes, no = log(share), log(1 - share)
    return sum(
        exp(_log_choices(trials, k) + k * yes + (trials - k) * no)
        for k in range(agreements + 1, trials + 1)
    )


def _log_choices(of: int, taken: int) -> float:
    return lgamma(of + 1) - lgamma(taken + 1) - lgamma(of - taken + 1)


def _agreeing(views: Sequence[View]) -> int:
    """How many views are like the one that most others are like; that one is not counted."""
    stances = [view.stance for view in views]
    return max(sum(abs(a - b) <= SAME_VIEW + _ROUNDING for b in stances) for a in stances) - 1
