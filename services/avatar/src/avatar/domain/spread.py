"""Chance that can be repeated: the same seed always draws the same thing."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

Choice = TypeVar("Choice")


def unit(seed: UUID, question: str) -> float:
    """A number in [0, 1) that depends on `seed` and `question` alone."""
    digest = hashlib.blake2b(question.encode(), key=seed.bytes, digest_size=7).digest()
    return int.from_bytes(digest) / 2**56


def weighted(seed: UUID, question: str, weights: Mapping[Choice, float]) -> Choice:
    """One key of `weights`, each as likely as its share of the total.

    Raises ValueError when there is nothing to choose from.
    """
    remaining = unit(seed, question) * sum(weights.values())
    for choice, weight in weights.items():
        remaining -= weight
        if remaining < 0:
            return choice
    raise ValueError(f"nothing to choose from for {question!r}")


def dealt(group: UUID, question: str, deck: Sequence[Choice], slot: int) -> Choice:
    """The card that `slot` gets from a deck shuffled once per group.

    Two slots of a group get the same card only when they are a multiple of `len(deck)` apart,
    which is what keeps the members of a small group from looking alike.
    """
    order = sorted(range(len(deck)), key=lambda index: unit(group, f"{question}/{index}"))
    return deck[order[slot % len(deck)]]
