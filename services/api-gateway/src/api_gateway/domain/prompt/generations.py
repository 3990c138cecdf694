"""Ages by generation and stage of life, where no ages are given.

Birth years as the Pew Research Center draws them, with 2013 to 2024 for generation Alpha.
Somebody born in year B is `today - B` years old. Stages of life are our convention: seniors
from 60 (the legal age in the Philippines and Vietnam), young adults 18 to 29; plain "young"
reaches to 35, where the ASEAN's definition of youth ends.
"""

import re
from typing import NamedTuple

_OF_PARENTS = r"\b(?<!parents of )(?<!moms of )(?<!mothers of )(?<!dads of )(?<!mums of )"


class Generation(NamedTuple):
    """A label for group names, birth years, and how people write it (folded)."""

    label: str
    born: tuple[int, int]
    pattern: re.Pattern[str]


GENERATIONS = (
    Generation("Gen Alpha", (2013, 2024), re.compile(
        _OF_PARENTS + r"(?:gen(?:eration)?[\s-]*alpha|alphas)\b")),
    Generation("Gen Z", (1997, 2012), re.compile(
        _OF_PARENTS + r"(?:gen(?:eration)?[\s-]*z(?:ers?|'?s)?|zoomers?)\b")),
    Generation("Millennial", (1981, 1996), re.compile(
        _OF_PARENTS + r"(?:mill?enn?ials?|milenial|gen(?:eration)?[\s-]*y)\b")),
    Generation("Gen X", (1965, 1980), re.compile(
        _OF_PARENTS + r"(?:gen(?:eration)?[\s-]*x(?:ers?|'?s)?)\b")),
    Generation("Boomer", (1946, 1964), re.compile(
        _OF_PARENTS + r"(?:baby[\s-]*)?boomers?\b")),
)  # fmt: skip

_STAGES = (
    (re.compile(r"\byoung(?:er)?[\s-]adults?\b"), (18, 29)),
    (re.compile(r"\b(?:teens|teenagers?|teenaged|remaja|thieu nien)\b"), (13, 19)),
    (re.compile(r"\bmiddle[\s-]aged?\b"), (40, 59)),
    (
        re.compile(
            r"\b(?:(?<!school )seniors|senior citizens?|elderly|retirees?|retired|pensioners?"
            r"|lansia|pensiunan|nguoi cao tuoi)\b"
        ),
        (60, None),
    ),
    (
        re.compile(
            r"\byoung\b(?!\s+(?:kids|children|child|ones|famil|daughter|son|at\s+heart))"
            r"|\b(?:anak muda|kaum muda|gioi tre|kabataan)\b"
        ),
        (18, 35),
    ),
)
_ADULTS = re.compile(r"\badults?\b|\bdewasa\b")
_BORN = re.compile(r"\bborn\s+(?:in\s+|between\s+|from\s+)*(19\d\d|20\d\d)"
                   r"(?:\s*(?:-|to|and)\s*(19\d\d|20\d\d))?\b(?!s)")  # fmt: skip
_ADULT_AGE = 18


def generation_ages(text: str, this_year: int) -> tuple[int | None, int | None]:
    """(youngest, oldest) by birth years, generation or stage of life; None where open.

    "Adults" raises the youngest to 18. Several generations are spanned.
    """
    if born := _BORN.search(text):
        years = [int(year) for year in born.groups() if year]
        return max(this_year - max(years), 0), max(this_year - min(years), 0)
    spans = [
        (this_year - g.born[1], this_year - g.born[0])
        for g in GENERATIONS
        if g.pattern.search(text)
    ]
    adults = _ADULT_AGE if _ADULTS.search(text) else None
    if spans:
        low, high = max(min(s[0] for s in spans), 0), min(max(s[1] for s in spans), 120)
        if adults is None:
            return low, high
        return max(low, adults), high if high >= adults else None
    for pattern, span in _STAGES:
        if pattern.search(text):
            return span
    return adults, None


def generation_label(text: str) -> str | None:
    """The label of the only generation named, for the group's name."""
    named = [g.label for g in GENERATIONS if g.pattern.search(text)]
    return named[0] if len(named) == 1 else None
