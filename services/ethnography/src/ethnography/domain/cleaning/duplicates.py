"""Near-duplicates in a stream, in bounded memory."""

import re
import zlib
from collections import OrderedDict, defaultdict
from heapq import nsmallest

from suara.markets.folding import fold_letters

_WORDS = re.compile(r"[^\W_]+")
_SHINGLE, _SKETCH, _KEYS, _ALIKE = 5, 16, 4, 11
#: Texts of fewer words are often the same by chance ("Good app overall").
FEWEST_WORDS = 6


class NearDuplicates:
    """MinHash (bottom-16) sketches of the last `most` texts, compared by shared shingles.

    Two texts are near-duplicates when some 70 % of their five-letter shingles are the same;
    case, accents, punctuation and figures do not count. 10,000 texts take about 15 MB.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._sketches: OrderedDict[int, frozenset[int]] = OrderedDict()
        self._by_key: defaultdict[int, list[int]] = defaultdict(list)
        self._count = 0

    def saw(self, text: str) -> bool:
        """Whether a near-duplicate was seen before; if not, remembers the text."""
        words = _WORDS.findall(re.sub(r"\d", "0", fold_letters(text)))
        if len(words) < FEWEST_WORDS:
            return False
        smallest = _sketch(" ".join(words))
        if self._known(smallest):
            return True
        self._remember(smallest)
        return False

    def _known(self, smallest: list[int]) -> bool:
        sketch = frozenset(smallest)
        candidates = {n for key in smallest[:_KEYS] for n in self._by_key.get(key, ())}
        return any(_alike(sketch, self._sketches[n]) for n in candidates)

    def _remember(self, smallest: list[int]) -> None:
        self._count += 1
        self._sketches[self._count] = frozenset(smallest)
        for key in smallest[:_KEYS]:
            self._by_key[key].append(self._count)
        if len(self._sketches) > self._most:
            oldest, sketch = self._sketches.popitem(last=False)
            for key in nsmallest(_KEYS, sketch):
                self._by_key[key].remove(oldest)
                if not self._by_key[key]:
                    del self._by_key[key]


def _sketch(text: str) -> list[int]:
    data = text.encode()
    shingles = {data[i : i + _SHINGLE] for i in range(max(len(data) - _SHINGLE + 1, 1))}
    # CRCs of similar shingles are close; the multiplication scatters them.
    hashes = {zlib.crc32(shingle) * 0x9E3779B1 & 0xFFFFFFFF for shingle in shingles}
    return nsmallest(_SKETCH, hashes)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    union = nsmallest(_SKETCH, one | other)
    shared = sum(1 for value in union if value in one and value in other)
    return shared >= _ALIKE * len(union) / _SKETCH
