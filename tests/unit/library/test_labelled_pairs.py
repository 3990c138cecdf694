"""Strong matches are right: measured on pairs of people that were labelled first."""

import pytest

from library.adapters.embeddings import StaticEmbeddings
from library.domain.index import Index
from library.domain.query import query
from library.domain.similarity import Occupation
from library.domain.titles import title_of
from suara.library import packed
from suara.testing.samples import COMPANY
from unit.library.labelled import Pair, figures, halves, labelled_pairs


@pytest.fixture(scope="module")
async def matched() -> dict[int, bool]:
    """Whether each pair is a strong match, by its place in the file."""
    embeddings = StaticEmbeddings()
    found = {}
    for number, pair in enumerate(labelled_pairs()):
        index = Index(embeddings.least_similarity)
        index.put(pair.entry)
        title = title_of(pair.cast.occupation, pair.cast.market)
        vectors = await embeddings.vectors({title.text, *index.missing_texts()})
        index.learn(vectors)
        wanted = query(
            COMPANY,
            pair.cast,
            pair.definition,
            Occupation(title, vectors[title.text]),
            packed(pair.cast.dispositions),
        )
        found[number] = bool(list(index.search(wanted)))
    return found


def judged(pairs: list[Pair], matched: dict[int, bool]) -> list[tuple[Pair, bool]]:
    by_id = {pair.entry.id: matched[number] for number, pair in enumerate(labelled_pairs())}
    return [(pair, by_id[pair.entry.id]) for pair in pairs]


def test_there_are_enough_pairs_of_both_kinds() -> None:
    pairs = labelled_pairs()
    assert len({pair.entry.id for pair in pairs}) == len(pairs) >= 400
    assert sum(pair.same for pair in pairs) > 180


@pytest.mark.parametrize("half", [0, 1], ids=["tuned on", "held out"])
def test_strong_matches_are_right(half: int, matched: dict[int, bool]) -> None:
    name, pairs = list(halves())[half]
    precision, recall = figures(judged(pairs, matched))
    print(f"{name}: {len(pairs)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.98
    assert recall >= 0.7


def test_other_leanings_ages_and_places_never_match(matched: dict[int, bool]) -> None:
    for pair, is_matched in judged(labelled_pairs(), matched):
        cast, entry = pair.cast, pair.entry
        if not pair.same and cast.occupation == entry.occupation:
            assert not is_matched, (cast, entry)
