"""The people of one market, gender and income level, sorted so that few of them are looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from library.domain.occupations import Near
from library.domain.similarity import (
    DISPOSITIONS,
    MAX_DISPOSITION_DISTANCE,
    Floats,
    distances,
    score,
)

#: (rows, 2): the upper and the lower half of each id, so that they sort as their bytes do.
Ids = NDArray[np.uint64]
#: A location's place in a row's key, and how many locations there may be.
LOCATIONS = 1 << 24
_AGES = 1 << 8
#: People compared in one search at most. Where more fit, an even sample of them is compared:
#: the closest of so many strangers is as good a stand-in as the closest of all.
MOST_COMPARED = 1 << 16


def row_key(occupation: int, age: int, location: int) -> int:
    """Rows sort by occupation, then age, then location."""
    return (occupation * _AGES + age) * LOCATIONS + location


def halves(ids: bytes) -> Ids:
    """Ids of 16 bytes each, one after the other, as rows."""
    return np.frombuffer(ids, ">u8").reshape(-1, 2).astype(np.uint64)


def id_of(row: Ids) -> bytes:
    """The 16 bytes of one row's id."""
    return row.astype(">u8").tobytes()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row has to be. ages: youngest and oldest. location: None for anywhere."""

    near: Near
    ages: tuple[int, int]
    location: int | None
    dispositions: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of equal length, sorted by key; never changed."""

    keys: NDArray[np.int64]
    ids: Ids
    dispositions: NDArray[np.uint8]

    @classmethod
    def of(cls, keys: Iterable[int], ids: bytes, dispositions: bytes) -> Self:
        """From unsorted rows: 16 bytes of id and 13 of dispositions each."""
        column = np.fromiter(keys, np.int64)
        order = np.argsort(column, kind="stable")
        return cls(
            column[order],
            halves(ids)[order],
            np.frombuffer(dispositions, np.uint8).reshape(-1, DISPOSITIONS)[order],
        )

    def __len__(self) -> int:
        return len(self.keys)

    def without(self, ids: Iterable[bytes]) -> "Block":
        """All but those people."""
        gone = set(ids)
        suspect = np.flatnonzero(np.isin(self.ids[:, 0], halves(b"".join(gone))[:, 0]))
        rows = [row for row in suspect if id_of(self.ids[row]) in gone]
        if not rows:
            return self
        return Block(
            np.delete(self.keys, rows),
            np.delete(self.ids, rows, axis=0),
            np.delete(self.dispositions, rows, axis=0),
        )

    def joined(self, other: "Block") -> "Block":
        """With the people of another one: a merge of two sorted lists."""
        where = np.searchsorted(self.keys, other.keys)
        return Block(
            np.insert(self.keys, where, other.keys),
            np.insert(self.ids, where, other.ids, axis=0),
            np.insert(self.dispositions, where, other.dispositions, axis=0),
        )

    def strong(self, wanted: Wanted) -> tuple[Floats, Ids]:
        """Scores and ids of all strong matches, in no order."""
        starts, ends, similarities = self._ranges(wanted)
        total = int((ends - starts).sum())
        if not total:
            return np.zeros(0), self.ids[:0]
        if len(starts) == 1 and total <= MOST_COMPARED:
            rows: slice | NDArray[np.int64] = slice(int(starts[0]), int(ends[0]))
        else:
            rows = np.concatenate([np.arange(s, e) for s, e in zip(starts, ends, strict=True)])
        similar = np.repeat(similarities, ends - starts)
        if total > MOST_COMPARED:
            step = -(-total // MOST_COMPARED)
            rows, similar = rows[::step], similar[::step]  # type: ignore[index]
        apart = distances(self.dispositions[rows], wanted.dispositions)
        close = apart <= MAX_DISPOSITION_DISTANCE
        return score(similar[close], apart[close]), self.ids[rows][close]

    def _ranges(self, wanted: Wanted) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """Rows of each run of people that fit: start, end, similarity of their occupation."""
        (youngest, oldest), place = wanted.ages, wanted.location
        if youngest > oldest or not len(wanted.near.codes) or not len(self):
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        if place is None:  # all locations of all ages lie together
            ages, similar = np.array([youngest]), wanted.near.similarities
            first, span = 0, (oldest + 1 - youngest) * LOCATIONS
        else:
            ages = np.arange(youngest, oldest + 1)
            similar = np.repeat(wanted.near.similarities, len(ages))
            first, span = place, 1
        codes = wanted.near.codes.astype(np.int64)
        keys = ((codes[:, None] * _AGES + ages[None, :]) * LOCATIONS + first).ravel()
        starts = np.searchsorted(self.keys, keys)
        ends = np.searchsorted(self.keys, keys + span)
        some = ends > starts
        return starts[some], ends[some], similar[some]
