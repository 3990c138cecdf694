"""Small English: articles, pronouns, lists, and skeletons filled in."""

import re
from collections.abc import Iterable, Mapping

from suara.personas import Gender

_SPOKEN_CONSONANT = re.compile(r"(uni|use|usu|uti|euro|one\b|u\b)", re.IGNORECASE)
_SPELT_VOWEL = re.compile(r"[AEFHILMNORSX](?:[A-Z]+|-?\d|\b)")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PRONOUNS: dict[Gender, dict[str, str]] = {
    "Female": {"she": "she", "her": "her", "him": "her", "hers": "hers", "herself": "herself"},
    "Male": {"she": "he", "her": "his", "him": "him", "hers": "his", "herself": "himself"},
}


def pronouns(gender: Gender) -> dict[str, str]:
    """`she` subject, `him` object, `her` possessive: three words that differ in templates."""
    return _PRONOUNS[gender]


def with_article(noun: str) -> str:
    """ "nurse" -> "a nurse", "HR officer" -> "an HR officer", "university clerk" -> "a …"."""
    spelt = _SPELT_VOWEL.match(noun)
    if noun.split(" ", 1)[0].split("-")[0].isupper():
        return f"{'an' if spelt else 'a'} {noun}"
    vowel = noun[:1].lower() in "aeiou" and not _SPOKEN_CONSONANT.match(noun)
    return f"{'an' if vowel else 'a'} {noun}"


def number(count: int) -> str:
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def listed(items: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


class Words(dict[str, str]):
    """What a skeleton may name. `{Home}` is `{home}` with a capital; others raise KeyError."""

    def __missing__(self, key: str) -> str:
        lower = key[:1].lower() + key[1:]
        if lower == key or lower not in self:
            raise KeyError(key)
        return upper_first(self[lower])


def fill(skeleton: str, words: Mapping[str, str]) -> str:
    """The skeleton as a sentence: first letter upper, exactly one full stop where one is due."""
    said = upper_first(skeleton.format_map(words))
    return re.sub(r"\.(?=[.!?]$)", "", said)
