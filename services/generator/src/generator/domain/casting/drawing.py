"""Draws from weighted choices, and independent random streams."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def pick(choices: Sequence[tuple[T, float]], u: float) -> T:
    """The choice at quantile `u` in [0, 1) of the cumulative weights, in the given order.

    Raises ValueError if no weight is positive.
    """
    total = sum(weight for _, weight in choices)
    if total <= 0:
        raise ValueError("nothing to choose from")
    rest = u * total
    for choice, weight in choices:
        rest -= weight
        if rest < 0:
            return choice
    return next(choice for choice, weight in reversed(choices) if weight > 0)


def stream(seed: int, slot: int, purpose: str) -> Random:
    """Random numbers of one persona for one purpose, the same in every process.

    Purposes have streams of their own, so that a change in how households are drawn
    leaves names as they were.
    """
    return Random(f"{seed}/{slot}/{purpose}")  # noqa: S311 - sampling, not secrets
