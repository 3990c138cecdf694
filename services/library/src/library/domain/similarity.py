"""How alike two people are: what they do, and how they lean."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from library.domain.titles import Title
from suara.personas import Dispositions

Floats = NDArray[np.float64]
#: Whole numbers in float32: products of two vectors are then exact, in whatever order summed.
Vector = NDArray[np.float32]

#: Root-mean-square distance of dispositions (each 0-1). Two random people are at about 0.41
#: (the square of each difference averages 1/6); only one pair in fourteen is closer than this.
MAX_DISPOSITION_DISTANCE = 0.3
#: Years of age that still make the same person's life stage.
MAX_AGE_GAP = 4

_STEPS = 127
QUANTILE_STEPS = 255
DISPOSITIONS = len(Dispositions.model_fields)
# Sums of squared differences of dispositions in steps are whole numbers below 2^24.
_LARGEST_SUM = DISPOSITIONS * QUANTILE_STEPS**2


@dataclass(frozen=True)
class Occupation:
    """A title and what it means."""

    title: Title
    vector: Vector


def stepped(embedding: Sequence[float] | NDArray[np.float32]) -> Vector:
    """An embedding in whole steps of its largest component."""
    values = np.asarray(embedding, dtype=np.float32)
    largest = float(np.abs(values).max(initial=0))
    if not np.isfinite(largest) or largest == 0:
        return np.zeros_like(values)
    steps: Vector = np.rint(values * (_STEPS / largest)).astype(np.float32)
    return steps


def similarity(one: Occupation, other: Occupation) -> float:
    """Of two occupations: the cosine of their meanings; 0 if they cannot be the same.

    They cannot if one is a station of life that the other is not ("student", "head"), or if
    the market's data knows both as different occupations.
    """
    left, right = one.title, other.title
    if left.stations != right.stations or (left.known and right.known and left != right):
        return 0.0
    dot, lengths = (
        float(one.vector @ other.vector),
        float(one.vector @ one.vector) * float(other.vector @ other.vector),
    )
    return dot / sqrt(lengths) if lengths else 0.0


def distances(people: NDArray[np.uint8], person: NDArray[np.uint8]) -> Floats:
    """Root-mean-square difference of dispositions, 0 (same) to 1, of each row to one person."""
    apart = people.astype(np.float32) - person.astype(np.float32)
    squares = np.einsum("ij,ij->i", apart, apart).astype(np.float64)
    root: Floats = np.sqrt(squares / _LARGEST_SUM)
    return root


def score(similarities: Floats, apart: Floats) -> Floats:
    """1 for a twin: the occupations' similarity, lessened by the distance of dispositions."""
    closeness: Floats = similarities * (1 - apart)
    return closeness
