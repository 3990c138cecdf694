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


def spread(seed: int, dimension: str, slot: int) -> float:
    """The number in [0, 1) of a slot in a dimension; the same in every process."""
    visit, turn = divmod(slot, _STRATA)
    stratum = _order(seed, dimension, visit)[turn]
    return (stratum + _scrambled(f"{seed}/{dimension}/{stratum}", visit)) / _STRATA


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
