"""What a clause praises or blames something for."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ethnography.data import word_list
from ethnography.domain.words import Phrases, Word, words
from suara.markets import Market, Stance

LANGUAGES = {"PH": ("tl", "en"), "ID": ("id", "en"), "VN": ("vi", "en")}
#: Said of whatever else the clause is about.
_GENERIC = {"speed", "ease", "staff", "quality"}


class Topic(NamedTuple):
    """`phrases`: how a snapshot says it, by stance. bias: what its words say by themselves."""

    name: str
    phrases: dict[Stance, str]
    bias: Stance | None
    needs: str | None


class Topics:
    def __init__(self, market: Market) -> None:
        self._topics = _topics()
        languages = LANGUAGES.get(market.market, ("en",))
        by_phrase: dict[str, tuple[str, ...]] = {}
        for listed in word_list("topics"):
            for language in languages:
                for phrase in listed.get(language, ()):
                    by_phrase[phrase] = (*by_phrase.get(phrase, ()), listed["topic"])
        self._words = Phrases(by_phrase)
        english: dict[str, tuple[str, ...]] = {}
        for listed in word_list("topics"):
            for phrase in listed.get("en", ()):
                english[phrase] = (*english.get(phrase, ()), listed["topic"])
        self._english = Phrases(english)

    def of(self, said: Sequence[Word]) -> list[Topic]:
        """The topics of a clause; a generic one only where there is no other."""
        names = _found(self._words, said)
        special = [name for name in names if name not in _GENERIC]
        return [self._topics[name] for name in special or names]

    def described(self, text: str) -> set[str]:
        """Names of the topics of an English phrase such as a snapshot has."""
        for name, topic in self._topics.items():
            if text in topic.phrases.values():
                return {name}
        return set(_found(self._english, words(text)))


def _found(phrases: Phrases[tuple[str, ...]], said: Sequence[Word]) -> list[str]:
    return list(dict.fromkeys(name for _, _, names in phrases.find(said) for name in names))


@cache
def _topics() -> dict[str, Topic]:
    stances: tuple[Stance, ...] = ("praise", "criticism")
    return {
        listed["topic"]: Topic(
            listed["topic"],
            {stance: listed[stance] for stance in stances if stance in listed},
            listed.get("bias"),
            listed.get("needs"),
        )
        for listed in word_list("topics")
    }
