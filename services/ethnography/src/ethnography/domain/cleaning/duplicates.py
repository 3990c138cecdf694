"""Near-duplicates in a stream, in bounded memory and time."""

import re
import zlib
from collections import Counter, OrderedDict, defaultdict, deque

from suara.markets.folding import fold_letters

_WORDS = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
# With 32 bins the share of shared shingles is known to some 8 points.
_SHINGLE, _BINS, _ALIKE = 5, 32, 0.7
# Texts that agree in two of the sixteen pairs of bins are compared; of those that agree in one
# pair, the latest so many are looked at.
_PAIRS, _AGREEING, _LATEST = range(0, _BINS, 2), 2, 32
#: Texts of fewer words are often the same by chance ("Good app overall").
FEWEST_WORDS = 6

_Sketch = tuple[int, ...]


class NearDuplicates:
    """MinHash sketches (one permutation, 32 bins) of the last `most` texts.

    Two texts are near-duplicates when some 70 % of their five-letter shingles are the same;
    case, accents, punctuation and figures do not count. 10,000 texts take about 25 MB.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._sketches: OrderedDict[int, _Sketch] = OrderedDict()
        self._by_pair: defaultdict[tuple[int, ...], deque[int]] = defaultdict(
            lambda: deque(maxlen=_LATEST)
        )
        self._count = 0

    def saw(self, text: str) -> bool:
        """Whether a near-duplicate was seen before; if not, remembers the text."""
        words = _WORDS.findall(_DIGIT.sub("0", fold_letters(text)))
        if len(words) < FEWEST_WORDS:
            return False
        sketch = _sketch(" ".join(words))
        if self._knows(sketch):
            return True
        self._remember(sketch)
        return False

    def _knows(self, sketch: _Sketch) -> bool:
        agreeing = Counter(n for pair in _pairs(sketch) for n in self._by_pair.get(pair, ()))
        return any(
            pairs >= _AGREEING and n in self._sketches and _alike(sketch, self._sketches[n])
            for n, pairs in agreeing.items()
        )

    def _remember(self, sketch: _Sketch) -> None:
        self._count += 1
        self._sketches[self._count] = sketch
        for pair in _pairs(sketch):
            self._by_pair[pair].append(self._count)
        if len(self._sketches) > self._most:
            self._forget(*self._sketches.popitem(last=False))

    def _forget(self, oldest: int, sketch: _Sketch) -> None:
        for pair in _pairs(sketch):
            alike = self._by_pair[pair]
            if alike and alike[0] <= oldest:
                alike.popleft()
            if not alike:
                del self._by_pair[pair]


def _sketch(text: str) -> _Sketch:
    """The least hash of a shingle in each bin, 0 where there is none."""
    data = text.encode()
    shingles = {data[i : i + _SHINGLE] for i in range(max(len(data) - _SHINGLE + 1, 1))}
    bins: dict[int, int] = {}
    for shingle in shingles:
        # CRCs of similar shingles are close; the multiplication scatters them.
        hashed = zlib.crc32(shingle) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        number = hashed >> 59
        if hashed < bins.get(number, 1 << 64):
            bins[number] = hashed
    return tuple(bins.get(number, 0) for number in range(_BINS))


def _pairs(sketch: _Sketch) -> list[tuple[int, ...]]:
    return [(i, sketch[i], sketch[i + 1]) for i in _PAIRS if sketch[i] or sketch[i + 1]]


def _alike(one: _Sketch, other: _Sketch) -> bool:
    filled = sum(1 for a, b in zip(one, other, strict=True) if a or b)
    shared = sum(1 for a, b in zip(one, other, strict=True) if a and a == b)
    return shared >= _ALIKE * filled
