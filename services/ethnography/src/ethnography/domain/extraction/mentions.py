"""Names of the market data in a text."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ethnography.data import word_list
from ethnography.domain.words import Phrases, Word, words
from suara.markets import Market, SignalKind
from suara.markets.folding import fold


class Mention(NamedTuple):
    """A brand or app by its name in the market data, and the index of the word it begins with."""

    name: str
    at: int


class Mentions:
    """Finds the brands and apps of a market.

    A name that is also an everyday word ("Grab", "Smart") counts beside a word of its trade, or
    in the middle of a sentence when it is written as the market data writes it.
    """

    def __init__(self, market: Market) -> None:
        trades = {b.name: b.category for b in market.brands}
        platforms = {p.name: p.kind for p in market.digital.platforms}
        self._kinds: dict[str, SignalKind] = dict.fromkeys(trades, "brand")
        self._kinds |= dict.fromkeys(platforms, "platform")
        lists = word_list("names")
        self._aliases: dict[str, list[str]] = lists["aliases"].get(market.market, {})
        self._ambiguous = {n.casefold() for n in lists["ambiguous"].get(market.market, ())}
        self._trade_words = {
            name: {word for trade in (trades.get(name), platforms.get(name)) if trade
                   for word in lists["trades"].get(trade, ())}
            for name in self._kinds
        }  # fmt: skip
        self._by_name = {fold(name): name for name in reversed(self._kinds)}
        self._spellings = Phrases(dict(self._spelled()))

    def kind(self, name: str) -> SignalKind:
        """An app that is also a brand ("GCash") is an app."""
        return self._kinds[name]

    def known(self, name: str | None) -> str | None:
        """The market data's name for what a source calls the thing reviewed."""
        if not name:
            return None
        exact = self._by_name.get(fold(name))
        return exact or next((n for _, _, (n, _) in self._spellings.find(words(name))), None)

    def find(self, text: str, said: Sequence[Word]) -> list[Mention]:
        return [
            Mention(name, at)
            for at, length, (name, spelling) in self._spellings.find(said)
            if spelling.casefold() not in self._ambiguous
            or self._is_meant(name, spelling, text, said, at, length)
        ]

    def _spelled(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for name in self._kinds:
            for spelling in (name, *self._aliases.get(name, ())):
                begun = "*" if spelling.endswith("*") else ""
                if parts := [word.text for word in words(spelling)]:
                    yield " ".join(parts) + begun, (name, spelling)
                    # As it stands in a Vietnamese text, where accents count.
                    accented = [spelling.casefold()[w.start : w.end] for w in words(spelling)]
                    yield " ".join(accented) + begun, (name, spelling)

    def _is_meant(
        self, name: str, spelling: str, text: str, said: Sequence[Word], at: int, length: int
    ) -> bool:
        around = {w.text for w in said[max(at - 6, 0) : at + length + 6]}
        if around & self._trade_words.get(name, set()):
            return True
        written = text[said[at].start : said[at + length - 1].end]
        begins = at == 0 or text[said[at - 1].end : said[at].start].strip()[-1:] in (*".!?\n:", "-")
        shouted = text.isupper() or text.istitle()
        return written == spelling and written[:1].isupper() and not begins and not shouted
