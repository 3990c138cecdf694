"""How people phrase things: particles and turns that are heard more often than expected."""

from collections.abc import Iterator, Sequence
from math import log

from ethnography.data import word_list
from ethnography.domain.extraction.tally import FEWEST_VERBATIMS, Tally
from ethnography.domain.findings import Finding
from ethnography.domain.languages import markers
from ethnography.domain.verbatims import Verbatim
from ethnography.domain.words import Phrases, Word
from suara.markets import Market

_LOCAL = {"PH": ("tl", "Tagalog"), "ID": ("id", "Indonesian"), "VN": ("vi", "Vietnamese")}
_MOST, _NAMED_TOGETHER = 12, 6
_FEWEST_TO_TELL = 5
_PRIOR = 0.5


class Phrasing:
    """Only phrases of the word list are ever named: short, lower case, nothing scraped."""

    def __init__(self, market: Market) -> None:
        self._language, self._name = _LOCAL.get(market.market, ("", ""))
        lists = word_list("phrasing")
        self._expected = {
            phrase: per_thousand / 1000
            for phrase, per_thousand in lists.get(self._language, {}).items()
        }
        self._phrases = Phrases({phrase: phrase for phrase in self._expected})
        self._tallies: dict[str, Tally] = {}
        self._all = Tally()
        self._mixed = 0

    def add(self, verbatim: Verbatim, said: Sequence[Word], weight: float) -> None:
        if verbatim.language != self._language:
            return
        self._all.add(verbatim, weight, len(said))
        marked = markers(list(said), self._language)
        self._mixed += marked["en"] > 0
        for phrase in {phrase for _, _, phrase in self._phrases.find(said)}:
            self._tallies.setdefault(phrase, Tally()).add(verbatim, weight, 1 + len(phrase))

    def findings(self) -> Iterator[Finding]:
        salient = sorted(
            (
                (self._salience(phrase, tally.count), phrase)
                for phrase, tally in self._tallies.items()
                if tally.count >= FEWEST_VERBATIMS
            ),
            reverse=True,
        )
        chosen = [phrase for salience, phrase in salient if salience > 0][:_MOST]
        if self._all.count >= _FEWEST_TO_TELL and chosen:
            yield self._finding("how people write", self._summary(chosen), self._all)
        for phrase in chosen:
            yield self._finding(phrase, phrase, self._tallies[phrase])

    def _salience(self, phrase: str, count: int) -> float:
        """Log-odds of hearing it here against what would be expected, shrunk where little was
        heard.
        """
        heard = log((count + _PRIOR) / (self._all.count - count + _PRIOR))
        expected = self._expected[phrase]
        certainty = count / (count + FEWEST_VERBATIMS)
        return (heard - log(expected / (1 - expected))) * certainty

    def _summary(self, phrases: Sequence[str]) -> str:
        share = self._mixed / self._all.count
        how_many = "most" if share >= 0.5 else "some" if share >= 0.15 else "few"
        named = ", ".join(phrases[:_NAMED_TOGETHER])
        return f"{how_many} mix {self._name} with English; often heard: {named}"

    @staticmethod
    def _finding(subject: str, text: str, tally: Tally) -> Finding:
        sources = tuple(sorted(tally.sources))
        return Finding("language", subject, "neutral", text, tally.weight, tally.cited, sources)
