"""The words by which a person's writing is recognised: by market, region and age, or as heard."""

import re

from generator.domain.heard import heard
from generator.domain.writer.colour import colour
from generator.domain.writer.person import Person
from generator.domain.writer.said import Saying
from suara.markets import Market, Snapshot

_LONGEST_WORD = 25
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


def heard_word(person: Person, snapshot: Snapshot, besides: str) -> Saying | None:
    """A phrase that people are heard to use. besides: one that the person uses already."""
    said = {
        signal.text: Saying(signal.subject, signal.text, signal.id, True)
        for signal in heard(snapshot.of_kind("language"))
        if signal.text == signal.subject != besides and len(signal.text) <= _LONGEST_WORD
    }
    words = tuple(text for text in said if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", text))
    return said[person.choice("heard word", words)] if words else None
