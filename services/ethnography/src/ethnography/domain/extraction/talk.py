"""What people say beyond brands: habits, prices, worries, dates."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ethnography.data import word_list
from ethnography.domain.extraction.topics import LANGUAGES
from ethnography.domain.words import Phrases, Word
from suara.markets import Market, SignalKind, Stance

_STANCES: dict[SignalKind, Stance] = {
    "digital_habit": "neutral",
    "price_habit": "neutral",
    "worry": "criticism",
    "calendar": "neutral",
}


class Theme(NamedTuple):
    """One of the things the word lists know that people speak of."""

    kind: SignalKind
    subject: str
    stance: Stance
    text: str


class Talk:
    def __init__(self, market: Market) -> None:
        languages = LANGUAGES.get(market.market, ("en",))
        found: dict[str, tuple[Theme, ...]] = {}
        for kind, stance in _STANCES.items():
            for listed in word_list("talk")[kind]:
                subject = listed.get("subject") or listed["subjects"].get(market.market)
                if subject is None:
                    continue
                theme = Theme(kind, subject, stance, listed["text"])
                for phrase in dict.fromkeys(p for la in languages for p in listed.get(la, ())):
                    found[phrase] = (*found.get(phrase, ()), theme)
        self._themes = Phrases(found)

    def themes(self, said: Sequence[Word], polarity: float) -> Iterator[Theme]:
        """Each once. What is praised is no worry."""
        seen = {theme for _, _, themes in self._themes.find(said) for theme in themes}
        return (theme for theme in sorted(seen) if theme.kind != "worry" or polarity <= 0)
