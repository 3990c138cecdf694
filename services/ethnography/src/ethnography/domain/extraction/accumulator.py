"""Findings, gathered from a stream of verbatims in memory that does not grow with it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ethnography.domain.extraction.mentions import Mentions
from ethnography.domain.extraction.phrasing import Phrasing
from ethnography.domain.extraction.talk import Talk, Theme
from ethnography.domain.extraction.tally import Tally, weight_of
from ethnography.domain.extraction.topics import Topic, Topics
from ethnography.domain.findings import Finding
from ethnography.domain.sentiment import Clause, Sentiment, stance_of
from ethnography.domain.verbatims import Verbatim
from ethnography.domain.words import words
from suara.markets import Market, Stance

_OVERALL: dict[Stance, str] = {
    "praise": "people are happy with it overall",
    "criticism": "people are disappointed overall",
}
# A clause this clear is heard even against the stars.
_CLEAR = 1.0


class Accumulator:
    """Adds up what the verbatims of one market say.

    A finding needs two verbatims, or one with at least 100 votes. No text of a finding is scraped:
    reasons come from the topic list, subjects from the market data and the word lists.
    """

    def __init__(self, market: Market, now: datetime) -> None:
        self._now = now
        self._sentiment = Sentiment(market)
        self._mentions = Mentions(market)
        self._topics = Topics(market)
        self._talk = Talk(market)
        self._phrasing = Phrasing(market)
        self._tallies: dict[Theme, Tally] = {}

    def add(self, verbatim: Verbatim) -> None:
        weight = weight_of(verbatim, self._now)
        said = words(verbatim.text)
        polarity = self._sentiment.polarity(verbatim.text)
        themes = dict.fromkeys(self._talk.themes(said, _leaning(verbatim, polarity)), 1.0)
        for theme, telling in self._opinions(verbatim, polarity):
            themes[theme] = max(telling, themes.get(theme, 0.0))
        for theme, telling in themes.items():
            self._tallies.setdefault(theme, Tally()).add(verbatim, weight, telling)
        self._phrasing.add(verbatim, said, weight)

    def findings(self) -> list[Finding]:
        """The heaviest first within each kind and subject."""
        supported = [(theme, t) for theme, t in self._tallies.items() if t.is_supported]
        reasons = {theme[:3] for theme, _ in supported if theme.text not in _OVERALL.values()}
        supported = [
            (theme, t)
            for theme, t in supported
            if theme.text not in _OVERALL.values() or theme[:3] not in reasons
        ]
        ordered = sorted(supported, key=lambda row: (-row[1].weight, row[0]))
        return [
            *(
                Finding(*theme, tally.weight, tally.cited, tuple(sorted(tally.sources)))
                for theme, tally in ordered
            ),
            *self._phrasing.findings(),
        ]

    def _opinions(self, verbatim: Verbatim, polarity: float) -> Iterator[tuple[Theme, float]]:
        """What is said of brands, clause by clause, with how clearly."""
        reviewed = self._mentions.known(verbatim.about)
        clauses = self._sentiment.clauses(verbatim.text)
        topics = [self._topics.of(clause.words) for clause in clauses]
        everything = {topic.name for found in topics for topic in found}
        last_named = reviewed
        told = set[str]()
        for clause, found in zip(clauses, topics, strict=True):
            named = [m.name for m in self._mentions.find(verbatim.text, clause.words)]
            subjects = list(dict.fromkeys(named)) or ([last_named] if last_named else [])
            last_named = reviewed or subjects[-1] if subjects else last_named
            for topic in found:
                stance = _stance(topic, clause, verbatim.stars, polarity)
                if stance is None or (topic.needs and topic.needs not in everything):
                    continue
                for subject in _meant(subjects, reviewed, stance, verbatim.stars):
                    told.add(subject)
                    yield self._theme(subject, stance, topic.phrases[stance]), _clarity(clause)
        yield from self._overall(verbatim, polarity, reviewed, told)

    def _overall(
        self, verbatim: Verbatim, polarity: float, reviewed: str | None, told: set[str]
    ) -> Iterator[tuple[Theme, float]]:
        """Praise or blame without a reason, of what nothing more precise was said of."""
        stance = _by_stars(verbatim.stars) or stance_of(polarity)
        said = words(verbatim.text)
        subjects = [reviewed] if reviewed else [
            mention.name for mention in self._mentions.find(verbatim.text, said)
        ]  # fmt: skip
        if stance != "neutral":
            for subject in dict.fromkeys(subjects):
                if subject not in told:
                    yield self._theme(subject, stance, _OVERALL[stance]), 0.5 + abs(polarity) / 4

    def _theme(self, subject: str, stance: Stance, text: str) -> Theme:
        return Theme(self._mentions.kind(subject), subject, stance, text)


def _stance(topic: Topic, clause: Clause, stars: int | None, polarity: float) -> Stance | None:
    """What the clause says of the topic; where it has no opinion, what the whole text does. Stars
    are truth, except where a clause is clear about the one good thing of a poor review or the one
    bad thing of a good one.
    """
    heard = stance_of(clause.polarity or polarity)
    rated = _by_stars(stars)
    clear = abs(clause.polarity) >= _CLEAR and stars not in (1, 5)
    stance = heard if clear or not rated or rated == "neutral" else rated
    if stance == "neutral":
        stance = topic.bias or "neutral"
    if topic.bias and stance != topic.bias and not (heard == stance and clear):
        return None
    return stance if stance in topic.phrases else None


def _meant(
    subjects: Sequence[str], reviewed: str | None, stance: Stance, stars: int | None
) -> Sequence[str]:
    """A bad review that names another brand ("I could not pay Meralco") blames what it reviews."""
    if reviewed and _by_stars(stars) == stance:
        return [reviewed]
    return subjects


def _by_stars(stars: int | None) -> Stance | None:
    if stars is None:
        return None
    return "praise" if stars > 3 else "criticism" if stars < 3 else "neutral"


def _leaning(verbatim: Verbatim, polarity: float) -> float:
    return polarity if verbatim.stars is None else float(verbatim.stars - 3)


def _clarity(clause: Clause) -> float:
    return 1 + abs(clause.polarity)
