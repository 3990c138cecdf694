"""The best match by comparing a cast with everybody."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from library.domain.query import Query
from library.domain.similarity import (
    MAX_DISPOSITION_DISTANCE,
    Occupation,
    Vector,
    distances,
    score,
    similarity,
)
from library.domain.titles import title_of
from library_bench.people import People
from suara.personas import Cast


@dataclass(frozen=True)
class Everybody:
    """vectors: by text of a title."""

    crowd: People
    vectors: dict[str, Vector]

    def best(self, query: Query, least: float) -> UUID | None:
        """Score first, then the lower id, as in the index: but nothing is left out."""
        crowd = self.crowd
        alike = np.array([self._similarity(query, cast) for cast in crowd.casts])
        fits = (alike >= least)[crowd.origin]
        fits &= (crowd.ages >= query.ages[0]) & (crowd.ages <= query.ages[1])
        if query.location is not None:
            fits &= crowd.location == self._code(query.location)
        rows = np.flatnonzero(fits)
        apart = distances(crowd.dispositions[rows], query.dispositions)
        close = apart <= MAX_DISPOSITION_DISTANCE
        rows, scores = rows[close], score(alike[crowd.origin[rows[close]]], apart[close])
        if not len(rows):
            return None
        first: NDArray[np.int64] = rows[scores == scores.max()]
        return min(UUID(bytes=crowd.ids[row].tobytes()) for row in first)

    def _code(self, location: str) -> int:
        return self.crowd.locations.index(location) if location in self.crowd.locations else -1

    def _similarity(self, query: Query, cast: Cast) -> float:
        theirs = (cast.market, cast.gender, cast.income_level)
        if theirs != (query.market, query.gender, query.income_level):
            return 0.0
        title = title_of(cast.occupation, cast.market)
        return similarity(Occupation(title, self.vectors[title.text]), query.occupation)
