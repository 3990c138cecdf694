"""Do two personas say nearly the same?

Texts are compared as static sentence embeddings (wordllama, 256 dimensions): its weights are
in the wheel, so that nothing is fetched, and it embeds some thousand texts a second. The whole
prose of a persona is one text, with the names of the person and their home taken out: left
in, they weigh so much that a mere renaming can lower the cosine to 0.86.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import wordllama  # type: ignore[import-untyped]

from persona_quality.written import Written

_NEAR = 0.9


def near_duplicates(groups: list[list[Written]]) -> dict[str, float]:
    """Pairs with a cosine above 0.9: a count within groups, per cent of pairs across groups."""
    members = [(number, one) for number, group in enumerate(groups) for one in group]
    vectors = _model().embed([_unnamed(one) for _, one in members], norm=True)
    cosines = np.asarray(vectors) @ np.asarray(vectors).T
    owner = np.array([number for number, _ in members])
    first, second = np.triu_indices(len(members), 1)
    pairs, same = cosines[first, second], owner[first] == owner[second]
    return {
        "near_duplicates_within_groups_pairs": float((pairs[same] > _NEAR).sum()),
        "near_duplicates_across_groups_percent": 100 * float((pairs[~same] > _NEAR).mean()),
        "cosine_within_groups_mean": float(pairs[same].mean()),
        "cosine_across_groups_mean": float(pairs[~same].mean()),
        "cosine_highest": float(pairs.max()),
    }


def _unnamed(one: Written) -> str:
    text = one.text
    for name in (one.cast.district, one.cast.city, one.cast.short_name):
        text = text.replace(name, "this one") if name else text
    return text


@cache
def _model() -> Any:
    # The wheel keeps its tokenizer where the library looks for downloaded ones.
    return wordllama.WordLlama.load(
        cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )
