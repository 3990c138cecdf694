"""The distinct occupations of a market's library personas, and which of them mean the same."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from library.domain.similarity import Floats, Occupation, Vector
from library.domain.titles import Title

_REMEMBERED = 4_096
_ROOM = 256


@dataclass(frozen=True, slots=True)
class Near:
    """Occupations that mean the same as another: their codes, ascending, and similarities."""

    codes: NDArray[np.int64]
    similarities: Floats
    version: int


class Occupations:
    """Titles by code, with their vectors in one matrix.

    A title whose vector is not known yet is like no other.
    """

    def __init__(self, least_similarity: float) -> None:
        self._least = least_similarity
        self._codes: dict[Title, int] = {}
        self._version = 0  # grows with each change
        self._vectors = np.zeros((0, 0), np.float32)
        self._squares = np.zeros(0)
        self._known = np.zeros(0, np.bool_)
        self._stations: dict[frozenset[str], int] = {}
        self._station_codes = np.zeros(0, np.int32)
        self._near: OrderedDict[Title, Near] = OrderedDict()
        self.missing: dict[Title, int] = {}

    def code(self, title: Title) -> int:
        """The code of a title, a new one if need be."""
        if title not in self._codes:
            self.missing[title] = self._codes[title] = len(self._codes)
        return self._codes[title]

    def learn(self, vectors: Mapping[str, Vector]) -> None:
        """Vectors by text, for titles that still miss theirs."""
        for title in [title for title in self.missing if title.text in vectors]:
            self._put(self.missing.pop(title), Occupation(title, vectors[title.text]))
        self._version += 1

    def near(self, occupation: Occupation) -> Near:
        """What is at least as similar as is asked of a match. Remembered until it may change."""
        near = self._near.get(occupation.title)
        if near is None or near.version != self._version:
            near = self._near[occupation.title] = self._compared(occupation)
            if len(self._near) > _REMEMBERED:
                self._near.popitem(last=False)
        return near

    def _put(self, code: int, occupation: Occupation) -> None:
        title, vector = occupation.title, occupation.vector
        if code >= len(self._vectors):
            more = max(_ROOM, code + 1 - len(self._vectors), len(self._vectors) // 2)
            room = ((0, more), (0, len(vector) - self._vectors.shape[1]))
            self._vectors = np.pad(self._vectors, room)
            self._squares = np.pad(self._squares, (0, more))
            self._known = np.pad(self._known, (0, more))
            self._station_codes = np.pad(self._station_codes, (0, more))
        self._vectors[code] = vector
        self._squares[code] = vector @ vector
        self._known[code] = title.known
        self._station_codes[code] = self._stations.setdefault(title.stations, len(self._stations))

    def _compared(self, occupation: Occupation) -> Near:
        """The rule of `similarity`, for all at once."""
        title, vector = occupation.title, occupation.vector
        if not len(self._vectors) or title.stations not in self._stations:
            return Near(np.zeros(0, np.int64), np.zeros(0), self._version)
        lengths = np.sqrt(self._squares * float(vector @ vector))
        similar = np.divide(
            (self._vectors @ vector).astype(np.float64),
            lengths,
            out=np.zeros(len(lengths)),
            where=lengths > 0,
        )
        fits = similar >= self._least
        fits &= self._station_codes == self._stations[title.stations]
        if title.known:
            itself = fits[self._codes[title]] if title in self._codes else False
            fits &= ~self._known
            if itself:
                fits[self._codes[title]] = True
        codes = np.flatnonzero(fits)
        return Near(codes, similar[codes], self._version)
