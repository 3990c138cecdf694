"""Names of people, where somebody is addressed, introduced or signs."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ethnography.data import word_list
from ethnography.domain.cleaning.addresses import UPPER
from suara.markets import Market
from suara.markets.folding import fold, fold_letters

_NAME = rf"[{UPPER}][\w'’]*\.?"
_NAMES = rf"{_NAME}(?:\s+{_NAME}){{0,3}}"
_ANY = r"[^\W\d_]{3,20}"
_SIGNED = re.compile(rf"(?m)([-–—~]\s?){_NAMES}\s*$")
_CAPITALISED = re.compile(rf"{_NAME}(?:\s+{_NAME}){{1,4}}")


class NameScrubber:
    """[name]. Names of brands and apps of the market stay; so do titles ("Ate [name]")."""

    def __init__(self, market: Market) -> None:
        products = [b.name for b in market.brands] + [p.name for p in market.digital.platforms]
        self._products = {fold(name) for name in products}
        self._given = {
            fold(part)
            for entry in (*market.names.female, *market.names.male)
            for part in entry.name.split()
            if len(part) > 1
        }
        self._family = {fold(s.name) for s in market.names.surnames if len(s.name) > 1}
        self._family_first = market.names.order == "family-first"
        self._nobodies = frozenset(word_list("people")["nobody"])
        self._cues = _cues()

    def scrub(self, text: str) -> str:
        text = _SIGNED.sub(self._signed, text)
        if self._cues.hint.search(text):
            text = self._cues.capitalised.sub(self._introduced, text)
            text = self._cues.lower_case.sub(self._borne, text)
        return _CAPITALISED.sub(self._full, text)

    def _signed(self, found: re.Match[str]) -> str:
        name = found[0][len(found[1]) :].strip()
        return found[0] if self._is_nobody(name.split()[0]) else f"{found[1]}[name]"

    def _introduced(self, found: re.Match[str]) -> str:
        """As many of the capitalised words as can be a name; one where all are capitalised."""
        following = found["name"].split()
        taken = 0
        for word in following[:1] if found.string.isupper() else following:
            if self._is_nobody(word) and not (taken and self._is_name(word)):
                break
            taken += 1
        if not taken or self._is_product(following):
            return found[0]
        return " ".join([f"{found['lead']}[name]", *following[taken:]])

    def _borne(self, found: re.Match[str]) -> str:
        """A lower-case word: only if it is a given name of the market and no everyday word."""
        word = found["name"]
        if len(word) > 3 and fold_letters(word) in self._given and not self._is_nobody(word):
            return f"{found['lead']}[name]"
        return found[0]

    def _full(self, found: re.Match[str]) -> str:
        """Given name and surname side by side, in the market's order or the other."""
        written = found[0].split()
        if self._is_product(written):
            return found[0]
        folded = [fold(word) for word in written]
        for i, (one, other) in enumerate(pairwise(folded)):
            given_first = one in self._given and other in self._family
            family_first = self._family_first and one in self._family and other in self._given
            if (given_first or family_first) and one != other:
                return " ".join([*written[:i], "[name]"])
        return found[0]

    def _is_nobody(self, word: str) -> bool:
        # "Mai Linh" is a taxi company, and Mai is somebody: names of products count as a whole.
        return word.lower().strip(".") in self._nobodies or fold(word) in self._products

    def _is_name(self, word: str) -> bool:
        return fold(word) in self._given or fold(word) in self._family

    def _is_product(self, written: list[str]) -> bool:
        folded = fold(" ".join(written))
        return any(product in folded for product in self._products if " " in product)


class _Cues(NamedTuple):
    hint: re.Pattern[str]
    capitalised: re.Pattern[str]
    lower_case: re.Pattern[str]


@cache
def _cues() -> _Cues:
    lists = word_list("people")
    polite = rf"(?:\s+{_one_of(lists['polite'])}\b\.?)?"
    greeted = rf"{_one_of(lists['greetings'])}{polite}(?:\s+(?:kay|to|sa|kepada|ke))?{polite}"
    cued = rf"{greeted}|{_one_of([*lists['introductions'], *lists['titles'], *lists['markers']])}"
    lead = rf"(?P<lead>(?<!\w)(?i:{cued})\.?,?\s+)"
    titled = f"(?i:{_one_of(lists['titles'])})"
    every = [phrase for name in ("greetings", "introductions", "titles", "markers")
             for phrase in lists[name]]  # fmt: skip
    return _Cues(
        re.compile(rf"(?<!\w)(?i:{_one_of(every)})(?!\w)"),
        re.compile(rf"{lead}(?P<name>{_NAMES})"),
        re.compile(rf"{lead}(?P<name>(?!{titled}\b){_ANY})\b"),
    )


def _one_of(phrases: Iterable[str]) -> str:
    """The longest first, or "tên" would hide "tên tôi là"."""
    ordered = sorted(set(phrases), key=lambda phrase: -len(phrase))
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in ordered) + ")"
