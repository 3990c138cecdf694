"""The plainest search there is: everybody is compared with everybody, one by one."""

from collections.abc import Iterable

import numpy as np

from library.domain.index import Entry, Match
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


def exact_search(
    query: Query, entries: Iterable[Entry], vectors: dict[str, Vector], least_similarity: float
) -> list[Match]:
    """All strong matches, best first."""
    matches = []
    for entry in entries:
        title = title_of(entry.occupation, entry.market)
        alike = similarity(Occupation(title, vectors[title.text]), query.occupation)
        leanings = np.frombuffer(entry.dispositions, np.uint8)
        [apart] = distances(leanings[None, :], query.dispositions)
        if (
            entry.active
            and entry.company_id == query.company_id
            and (entry.market, entry.gender) == (query.market, query.gender)
            and entry.income_level == query.income_level
            and query.location in (None, entry.location)
            and query.ages[0] <= entry.age <= query.ages[1]
            and alike >= least_similarity
            and apart <= MAX_DISPOSITION_DISTANCE
        ):
            [closeness] = score(np.array([alike]), np.array([apart]))
            matches.append(Match(entry.id, float(closeness)))
    return sorted(matches, key=lambda match: (-match.score, match.id.bytes))
