"""Words of a text, and phrases found among them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from suara.markets.folding import fold_letters

_WORD = re.compile(r"[^\W_]+(?:['’]t\b)?")
_PLACEHOLDER = re.compile(r"\[(?:account|address|email|handle|link|name|number|order|phone)\]")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
# Vietnamese and others: "hàng" must not be taken for "hang".
_ACCENTED = re.compile(rf"[àáãèéìíòóõùúý{_VIETNAMESE.pattern[1:]}", re.IGNORECASE)
_NOT_ALWAYS_PART = re.compile(r"(?<=\w{3})(?:nya|ny|lah|kah)$")

T = TypeVar("T")


class Word(NamedTuple):
    """A word for comparison (lower case; accents only where the text has those of Vietnamese), and
    where it stands in the text.
    """

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Placeholders are not words. "baguuus" is "bagus": letters do not come three in a row."""
    accented = not text.isascii() and bool(_ACCENTED.search(unicodedata.normalize("NFC", text)))
    blanked = _PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)
    return [Word(_compared(m[0], accented), *m.span()) for m in _WORD.finditer(blanked)]


def letters_only(text: str) -> list[str]:
    """The words that are not figures, nor single letters."""
    return [w.text for w in words(text) if len(w.text) > 1 and not w.text.isdigit()]


def is_vietnamese(text: str) -> bool:
    """Whether it has letters that only Vietnamese has (a "hội" in an English text counts)."""
    return not text.isascii() and bool(_VIETNAMESE.search(unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=65_536)
def _compared(word: str, accented: bool) -> str:
    word = word.replace("’", "'")
    lowered = unicodedata.normalize("NFC", word).casefold() if accented else fold_letters(word)
    return _ELONGATED.sub(r"\1", lowered)


class Phrases(Generic[T]):
    """Phrases of one to many words, each with what it stands for.

    "kepotong" is that word, "potong*" any word that begins so, "pinto* lima" two words. Phrases
    with Vietnamese letters are also found written without them where they have several words or
    `folds` says that nothing else is written so.
    """

    def __init__(self, phrases: Mapping[str, T], folds: Iterable[str] = ()) -> None:
        self._starts: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        unambiguous = frozenset(folds)
        for phrase, value in phrases.items():
            self._add(phrase.casefold(), value)
            folded = fold_letters(phrase)
            if folded != phrase.casefold() and (" " in phrase or phrase in unambiguous):
                self._add(folded, value)
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)
        self._candidates = lru_cache(maxsize=16_384)(self._starting)

    def find(self, text: Sequence[Word]) -> Iterator[tuple[int, int, T]]:
        """(index of the first word, number of words, value): the longest first, none overlapping
        another that began before it.
        """
        position = 0
        while position < len(text):
            taken = 1
            for phrase, value in self._candidates(text[position].text):
                if self._stands_at(text, position, phrase):
                    yield position, len(phrase), value
                    taken = len(phrase)
                    break
            position += taken

    def _add(self, phrase: str, value: T) -> None:
        parts = tuple(phrase.split())
        first = parts[0]
        if first.endswith("*"):
            self._stems.setdefault(first[:-1], []).append((parts, value))
        else:
            self._starts.setdefault(first, []).append((parts, value))

    def _starting(self, word: str) -> tuple[tuple[tuple[str, ...], T], ...]:
        found = list(self._starts.get(word, ()))
        base = _NOT_ALWAYS_PART.sub("", word)
        if base != word:
            found += [c for c in self._starts.get(base, ()) if len(c[0]) == 1]
        for length in self._lengths:
            found += self._stems.get(word[:length], ()) if length <= len(word) else ()
        return tuple(sorted(found, key=lambda candidate: -len(candidate[0])))

    @staticmethod
    def _stands_at(text: Sequence[Word], position: int, phrase: tuple[str, ...]) -> bool:
        if len(phrase) == 1:
            return True
        if position + len(phrase) > len(text):
            return False
        return all(
            text[position + i].text.startswith(part[:-1])
            if part.endswith("*")
            else text[position + i].text == part
            for i, part in enumerate(phrase)
            if i
        )
