"""Places mentioned in the middle of a sentence."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from suara.markets.folding import Token, tokens
from suara.markets.gazetteer import Entry, Rank, longest_name_from, meanings

# "in", "at" and the like, in English, Indonesian, Filipino and (without accents) Vietnamese.
_LOCATIVE = {
    "in", "from", "at", "near", "around", "across", "within", "throughout", "outside", "inside",
    "greater", "di", "dari", "sa", "taga", "tai", "o",
}  # fmt: skip
_SKIPPED_AFTER_LOCATIVE = {"the", "metro", "downtown", "central", "greater", "urban", "rural"}

# A demonym describes people, not dramas or food, when one of these follows within three words.
_PEOPLE = {
    "adult", "audience", "baby", "boomer", "boy", "buyer", "commuter", "consumer", "couple",
    "customer", "dad", "driver", "employee", "entrepreneur", "family", "farmer", "father",
    "female", "freelancer", "gamer", "gen", "girl", "guy", "homemaker", "household", "housewife",
    "individual", "kid", "lady", "male", "man", "market", "men", "millennial", "mom", "mother",
    "mum", "nurse", "officer", "owner", "parent", "people", "person", "persona", "professional",
    "resident", "retiree", "rider", "senior", "shopper", "single", "student", "teacher", "teen",
    "teenager", "user", "women", "woman", "worker", "youth", "zoomer",
}  # fmt: skip
_PEOPLE |= {f"{word}s" for word in _PEOPLE} | {"families", "ladies"}
# Words for people that are not also a cuisine or a language.
_SELF_SUFFICIENT = {"filipina", "pinoy", "pinay", "pilipina"}

# A segment is described in less; more would only make hostile input slow.
_READ_WORDS = 700
# In a longer text all in capitals, "IT" and "NO" are words.
_SHORT_TEXT = 20


@dataclass(frozen=True, slots=True)
class _Mention:
    entry: Entry
    start: int
    words: int
    introduced: bool

    def score(self) -> tuple[bool, Rank, int, int]:
        return self.introduced, self.entry.rank, self.words, -self.start


def best_mention(text: str) -> Entry | None:
    """The place a sentence is most likely about; only its first 700 words are read."""
    composed = unicodedata.normalize("NFC", text)
    found = list(_mentions(composed, tokens(composed, _READ_WORDS)))
    if not found:
        return None
    best = max(found, key=_Mention.score).entry
    if best.city is None:  # "in Indonesia, mostly Jakarta": the city says it more precisely
        precise = (m.entry for m in found if m.entry.city and m.entry.market == best.market)
        return next(precise, best)
    return best


def _mentions(text: str, words: list[Token]) -> Iterator[_Mention]:
    position = 0
    while position < len(words):
        mention = _longest_at(text, words, position)
        if mention is None:
            position += 1
        else:
            yield mention
            position += mention.words


def _longest_at(text: str, words: list[Token], start: int) -> _Mention | None:
    longest = longest_name_from(words[start].folded)
    for length in range(min(longest, len(words) - start), 0, -1):
        name = " ".join(word.folded for word in words[start : start + length])
        introduced = _is_introduced(words, start)
        for entry in meanings(name):
            if _counts(text, words, start, length, entry, introduced):
                return _Mention(entry, start, length, introduced)
    return None


def _is_introduced(words: list[Token], start: int) -> bool:
    before = [word.folded for word in words[max(start - 2, 0) : start]]
    if before and before[-1] in _SKIPPED_AFTER_LOCATIVE:
        before.pop()
    return bool(before) and before[-1] in _LOCATIVE


def _counts(
    text: str, words: list[Token], start: int, length: int, entry: Entry, introduced: bool
) -> bool:
    written = text[words[start].start : words[start + length - 1].end]
    capital = written[0].isupper()
    if len(written) == 2:
        shouted = len(text) > _SHORT_TEXT and text.isupper()
        return written.isupper() and not shouted
    if entry.ordinary:
        return capital and introduced
    if entry.rank is Rank.DEMONYM:
        return _speaks_of_people(words, start, length)
    if entry.rank is Rank.DISTRICT:
        return introduced
    if entry.rank is Rank.CITY and len(written) > 3:
        return True
    return capital or introduced


def _speaks_of_people(words: list[Token], start: int, length: int) -> bool:
    last = words[start + length - 1].folded
    if last in _SELF_SUFFICIENT or last.endswith(("os", "as", "ans", "oys", "ays")):
        return True
    return any(word.folded in _PEOPLE for word in words[start + length : start + length + 3])
