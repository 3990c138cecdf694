"""The words by which a person's writing is recognised: by market, region and age."""

import re

from generator.domain.writer.colour import colour
from generator.domain.writer.person import Person
from suara.markets import Market

_YOUNG_UNTIL = 34
_RELIGIOUS = {"alhamdulillah": "islam"}


def register_words(person: Person, market: Market) -> dict[str, str]:
    """`language`, and `word` and `second_word` where the market's everyday words are known."""
    local = colour(market.market)
    language = local.language or market.languages[0].name
    typical = local.young_words if person.cast.age <= _YOUNG_UNTIL else local.older_words
    typical = tuple(w for w in typical if _RELIGIOUS.get(w, "") in {"", *person.flags})
    if not typical:
        return {"language": language}
    near = next(
        (w for region, w in local.region_words.items() if re.search(region, person.where or "")), ()
    )
    first = person.choice("word", typical)
    others = tuple(w for w in near or typical if w != first)
    return {
        "language": language,
        "word": first,
        "second_word": person.choice("second word", others),
    }
