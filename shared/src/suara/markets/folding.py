"""How place names, occupations and words are compared: without case, accents or punctuation."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

_WORD = re.compile(r"[^\W_]+")
# Letters that do not decompose into a base letter and an accent.
_UNDECOMPOSED = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: `folded` for comparison, `text[start:end]` as it was written."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=8_192)  # the same few thousand names are compared again and again
def fold(text: str) -> str:
    """Folded words joined by single spaces: "TP.HCM" -> "tp hcm", "Quận 1" -> "quan 1"."""
    return " ".join(token.folded for token in tokens(text))


def fold_letters(text: str) -> str:
    """Text without case and accents; punctuation and spaces stay."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_UNDECOMPOSED))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def tokens(text: str, most: int | None = None) -> list[Token]:
    """The first `most` words of `text`. Offsets refer to the NFC form of `text`."""
    composed = unicodedata.normalize("NFC", text)
    found = islice(_WORD.finditer(composed), most)
    return [Token(fold_letters(match.group()), *match.span()) for match in found]
