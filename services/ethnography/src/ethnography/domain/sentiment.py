"""Praise and blame in Tagalog and Taglish, Indonesian, Vietnamese and English."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ethnography.data import word_list
from ethnography.domain.words import Phrases, Word, words
from suara.markets import Market, Stance

_LOCAL = {"PH": "tl", "ID": "id", "VN": "vi"}
_SENTENCE_END = re.compile(r"[.!?…\n;]+|,\s|\s[-–—]\s")
# A negation reaches so many words ahead ("hindi naman ganun kaganda").
_REACH = 4
_STRONGER, _LAST_WORD = 1.5, 1.5
# Less than this is no opinion; where a text both praises and blames, up to this is balance.
_WEAKEST, _BALANCED = 0.5, 1.0


class Clause(NamedTuple):
    """A stretch of a text that has one opinion. polarity: about -4 to 4, 0 for none."""

    words: tuple[Word, ...]
    polarity: float


class Sentiment:
    """Reads texts of one market, by its own language and English."""

    def __init__(self, market: Market) -> None:
        languages = [_LOCAL[market.market], "en"] if market.market in _LOCAL else ["en"]
        self._lexicon = _lexicon(tuple(languages))

    def clauses(self, text: str) -> list[Clause]:
        """In the order of the text; split at sentence ends, commas and "but" words."""
        return [Clause(part, self._opinion(part, text)) for part in self._parts(text)]

    def polarity(self, text: str) -> float:
        """Of the whole text, 0 for none: what comes after a "but" weighs more."""
        opinions = [
            c.polarity * (_LAST_WORD if self._contrasts(c) else 1) for c in self.clauses(text)
        ]
        total = sum(opinions) + _emoji(text)
        mixed = any(o > 0 for o in opinions) and any(o < 0 for o in opinions)
        return 0.0 if mixed and abs(total) <= _BALANCED else total

    def stance(self, text: str) -> Stance:
        return stance_of(self.polarity(text))

    def _contrasts(self, clause: Clause) -> bool:
        return bool(clause.words) and clause.words[0].text in self._lexicon.contrast

    def _parts(self, text: str) -> Iterator[tuple[Word, ...]]:
        ends = [m.start() for m in _SENTENCE_END.finditer(text)]
        part: list[Word] = []
        for word in words(text):
            passed = bool(ends) and word.start > ends[0]
            while ends and word.start > ends[0]:
                ends.pop(0)
            if part and (passed or word.text in self._lexicon.contrast):
                yield tuple(part)
                part = []
            part.append(word)
        if part:
            yield tuple(part)

    def _opinion(self, part: tuple[Word, ...], text: str) -> float:
        question = text[part[-1].end : part[-1].end + 2].strip().startswith("?")
        total, opined_until = 0.0, -1
        for start, length, value in self._lexicon.phrases.find(part):
            strength = float(value)
            before = [w.text for w in part[max(start - _REACH, opined_until + 1) : start]]
            after = part[start + length].text if start + length < len(part) else ""
            if any(word in self._lexicon.negators for word in before):
                # "not bad" is hardly praise, "not good" is blame.
                strength = -strength if strength > 0 else -strength / 2
            if (before[-1:] and before[-1] in self._lexicon.intensifiers) or (
                after in self._lexicon.intensifiers
            ):
                strength *= _STRONGER
            total += strength
            opined_until = start + length - 1
        return total / 2 if question else total


def stance_of(polarity: float) -> Stance:
    if abs(polarity) < _WEAKEST:
        return "neutral"
    return "praise" if polarity > 0 else "criticism"


class _Lexicon(NamedTuple):
    phrases: Phrases[int]
    negators: frozenset[str]
    intensifiers: frozenset[str]
    contrast: frozenset[str]


@cache
def _lexicon(languages: tuple[str, ...]) -> _Lexicon:
    lists = [word_list("sentiment")[language] for language in languages]
    # The market's own language has the last word on what a word means.
    values = {
        str(phrase): strength
        for listed in reversed(lists)
        for strength in (1, 2, -1, -2)
        for phrase in listed[strength]
    }

    def every(name: str) -> frozenset[str]:
        return frozenset(word for listed in lists for word in listed[name])

    folds = [phrase for phrase in values if len(phrase) > 4]
    return _Lexicon(Phrases(values, folds), every("negators"), every("intensifiers"),
                    every("contrast"))  # fmt: skip


@cache
def _emoji_values() -> dict[str, int]:
    listed = word_list("sentiment")["emoji"]
    return {emoji: value for value in (1, 2, -1, -2) for emoji in listed[value]}


def _emoji(text: str) -> float:
    if text.isascii():
        return 0
    values = _emoji_values()
    return sum(values[c] for c in set(text) if c in values)
