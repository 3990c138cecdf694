"""Evenly spread random numbers, so that even three personas span a segment.

Every dimension ("age", "openness", …) is a sequence of numbers in [0, 1) indexed by slot:
slots 0-4 fall in different fifths, slots 0-9 in different tenths, slots 0-19 in different
twentieths and so on, because five and ten are the sizes of most groups. Within that the
order is random: fifths are visited in a random order, and each fifth is refined by a
scrambled van der Corput sequence (A. Owen, "Randomly permuted (t,m,s)-nets and
(t,s)-sequences", 1995). Taken alone, the number of any one slot is uniformly distributed
over seeds, so spreading a group does not bend the distribution of personas in general.
"""

from functools import lru_cache
from hashlib import blake2b
from itertools import permutations
from math import comb
from operator import mul

_STRATA = 5
# Halvings of a fifth that are stratified: 5 * 2**6 = 320 slots; beyond, plain random numbers.
_DEPTH = 6


def _spanning_orders() -> tuple[tuple[int, ...], ...]:
    """Orders of the fifths whose first three reach over at least three fifths.

    Three neighbours (counted round the circle) do not come first. The set is closed under
    rotation, which keeps every position uniformly distributed.
    """
    neighbours = [{i % _STRATA, (i + 1) % _STRATA, (i + 2) % _STRATA} for i in range(_STRATA)]
    return tuple(p for p in permutations(range(_STRATA)) if set(p[:3]) not in neighbours)


_ORDERS = _spanning_orders()
# The sixth to tenth slot keep away from the first five: of ten, two in a fifth are not
# neighbours within it. Closed under rotation as well.
_APART = tuple(p for p in permutations(range(_STRATA)) if (p[0] - p[1]) % _STRATA in (2, 3))
_FAURE_DIGITS = 6
# Generator matrices: powers of Pascal's triangle, modulo the base (H. Faure, 1982).
_FAURE = tuple(
    [
        [comb(c, r) * power ** (c - r) % _STRATA if c >= r else 0 for c in range(_FAURE_DIGITS)]
        for r in range(_FAURE_DIGITS)
    ]
    for power in range(3)
)
_BELOW_ONE = 1 - 2**-53


def spread(seed: int, dimension: str, slot: int) -> float:
    """The number in [0, 1) of a slot in a dimension; the same in every process."""
    visit, turn = divmod(slot, _STRATA)
    stratum = _order(seed, dimension, visit)[turn]
    return (stratum + _scrambled(f"{seed}/{dimension}/{stratum}", visit)) / _STRATA


def spread_together(seed: int, dimensions: str, slot: int) -> tuple[float, float, float]:
    """Three numbers in [0, 1) of a slot that are also spread jointly over slots.

    A Faure sequence in base 5 with nested scrambling: of any five slots in a row (0-4, 5-9, …)
    each number falls in different fifths, of 25 each pair in different squares of a 5 × 5
    grid, of 125 all three in different cells of a 5 × 5 × 5 grid, and so on to 15,625 slots.
    Like with `spread`, the first three slots span each dimension.
    """
    digits = [slot // _STRATA**place % _STRATA for place in range(_FAURE_DIGITS)]
    first, second, third = (
        _nested(f"{seed}/{dimensions}/{number}", slot,
                [sum(map(mul, row, digits)) % _STRATA for row in matrix])
        for number, matrix in enumerate(_FAURE)
    )  # fmt: skip
    return first, second, third


def _nested(key: str, slot: int, digits: list[int]) -> float:
    """The number with those base-5 digits, each permuted at random given those before it."""
    value, width, path = 0.0, 1.0, ""
    for place, digit in enumerate(digits):
        width /= _STRATA
        orders = _APART if place else _ORDERS
        value += orders[_hash(f"{key}/{path}") % len(orders)][digit] * width
        path += str(digit)
    jitter = (_hash(f"{key}/jitter/{slot}") >> 11) / float(1 << 53)
    return min(value + jitter * width, _BELOW_ONE)


@lru_cache(maxsize=1024)
def _order(seed: int, dimension: str, visit: int) -> tuple[int, ...]:
    return _ORDERS[_hash(f"{seed}/{dimension}/order/{visit}") % len(_ORDERS)]


def _scrambled(key: str, index: int) -> float:
    """Element `index` of the van der Corput sequence in base 2, Owen-scrambled by `key`."""
    path = 1
    for level in range(_DEPTH):
        flip = _hash(f"{key}/{path}") & 1
        path = path << 1 | (index >> level & 1 ^ flip)
    jitter = (_hash(f"{key}/{path}/{index}") >> 11) / float(1 << 53)
    return (path - (1 << _DEPTH) + jitter) / float(1 << _DEPTH)


def _hash(key: str) -> int:
    """64 well-mixed bits of a key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
