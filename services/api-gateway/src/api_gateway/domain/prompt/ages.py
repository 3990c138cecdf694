"""Ages, as people say them.

The most explicit statement in a prompt wins, in this order:

1. A range: "25-32", "aged 25 to 32", "between 30 and 45".
2. A bound: "over 40" and "40+" (from 40), "older than 40" (from 41), "under 25" (to 24),
   "up to 30 years old" (to 30). The other end stays open.
3. One age: "30 years old", or "30" between commas, is 30 to 30.
4. Decades: "in their 40s" is 40 to 49; a third of a decade is its years and two more on
   either side: "early 30s" 30-33 -> 28 to 35, "mid 30s" 34-36 -> 32 to 38,
   "late 30s" 37-39 -> 35 to 41. Several decades are spanned.
5. Generations, by birth year and today's year (see generations.py), and stages of life.
"""

import re
from typing import NamedTuple

from api_gateway.domain.prompt.generations import generation_ages
from api_gateway.domain.prompt.numerals import with_digits

_OLDEST = 120
_THIRDS = {"early": (-2, 5), "mid": (2, 8), "late": (5, 11)}

# What makes a number something else than an age.
_UNIT = (
    r"(?!\s*(?:%|k\b|times?\b|x\b|min|hour|hr|day|week|month|kid|child|people|person|member|km\b|peso"
    r"|php|idr|vnd|usd|rupiah|dong|dollar|item|order|cent|per\b|percent|million|thousand|employee"
    r"|follower|years?\s+(?:of\b|in\b|ago|experience)|[.,:/]\d|\d))"
)
_WORDS = r"(?:aged?|ages|age\s+(?:range|group|bracket)|usia|umur|tuoi|edad)"
_YEARS = r"(?:\s*-?\s*(?:years?|yrs?)\b|\s*-?\s*y/?o\b|\s+tahun\b|\s+tuoi\b|\s+taong\b)"
_TO = r"\s*(?:-|to|until|till|and|through|sampai|hingga|s/d|den)\s*"
_LEAD = r"(?<![\d.,:/$#-])\b"

_SAID_RANGE = re.compile(
    rf"\b(?:{_WORDS}|between|from|tu)(?:\s+(?:the\s+ages?\s+of|of|is|from|between)){{0,2}}\s*:?\s*"
    rf"(\d{{1,3}}){_TO}(\d{{1,3}})\b{_UNIT}"
)
_YEARS_RANGE = re.compile(rf"{_LEAD}(\d{{1,3}}){_TO}(\d{{1,3}}){_YEARS}(?!\s+(?:of\s+exp|exp|ago))")
_BARE_RANGE = re.compile(rf"{_LEAD}([1-9]\d)\s*(?:-|to)\s*([1-9]\d)\b{_UNIT}(?!-\d)")
_FROM = re.compile(
    rf"\b(?:over|above|at\s+least|minimum\s+age|di\s+atas|tren)\s+(?:the\s+age\s+of\s+)?(\d{{2}})\b"
    rf"{_UNIT}|{_LEAD}(\d{{2}})\s*\+|{_LEAD}(\d{{2}})(?:{_YEARS})?(?:\s+old)?\s+(?:and|or)\s+"
    r"(?:over|above|older|up)\b(?!\s+\d)"
)
_ABOVE = re.compile(rf"\bolder\s+than\s+(\d{{2}})\b{_UNIT}")
_BELOW = re.compile(
    rf"\b(?:under|below|younger\s+than|di\s+bawah|duoi)\s+(?:the\s+age\s+of\s+)?(\d{{2}})\b{_UNIT}"
)
_UP_TO = re.compile(
    rf"\b(?:up\s+to|at\s+most|no\s+older\s+than)\s+(?:age\s+)?(\d{{2}}){_YEARS}"
    rf"|{_LEAD}(\d{{2}})(?:{_YEARS})?(?:\s+old)?\s+(?:and|or)\s+"
    r"(?:under|below|younger)\b(?!\s+\d)"
)
_ONE = re.compile(
    rf"\b(?:aged|age|usia|umur)\s+(\d{{1,3}})\b{_UNIT}|{_LEAD}(\d{{1,3}}){_YEARS}"
    r"|(?:^|,)\s?([1-9]\d)\s?(?=,|$)"
)
_DECADE = re.compile(
    r"(?:\b(early|mid|middle|late)(?:\s*-?\s*(?:to|and|or)\s*-?\s*(early|mid|late))?[\s-]*)?"
    r"(\btheir\s+|\bmy\s+)?(?<![\d'])\b([1-9]0)(?:'?s\b|[\s-]?somethings?\b)"
)


class Ages(NamedTuple):
    """Ages in whole years, both ends included; None where an end is open."""

    low: int | None = None
    high: int | None = None


def ages(folded: str, this_year: int) -> Ages:
    """Ages in folded text; both None if it does not say."""
    text = with_digits(folded)
    return (
        _range(text)
        or _bounds(text)
        or _one(text)
        or _decades(text)
        or Ages(*generation_ages(text, this_year))
    )


def _range(text: str) -> Ages | None:
    for pattern in (_SAID_RANGE, _YEARS_RANGE, _BARE_RANGE):
        for match in pattern.finditer(text):
            low, high = sorted((int(match[1]), int(match[2])))
            if high <= _OLDEST:
                return Ages(low, high)
    return None


def _bounds(text: str) -> Ages | None:
    low = _first(_FROM, text)
    if low is None and (above := _first(_ABOVE, text)) is not None:
        low = above + 1
    high = _first(_UP_TO, text)
    if high is None and (below := _first(_BELOW, text)) is not None:
        high = below - 1
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        return None
    return Ages(low, high)


def _one(text: str) -> Ages | None:
    age = next((a for m in _ONE.finditer(text) if (a := _number(m)) <= _OLDEST and not _tenure(m)),
               None)  # fmt: skip
    return None if age is None else Ages(age, age)


def _tenure(match: re.Match[str]) -> bool:
    """Years of work or marriage rather than of life: "10 years of experience", "for 5 years"."""
    after = match.string[match.end() : match.end() + 20].lstrip(" -")
    before = match.string[max(match.start() - 12, 0) : match.start()].rstrip()
    lived = after.startswith(("old", "young")) or int(_number(match)) >= 13
    tenure = after.startswith(("of ", "in ", "ago", "experience", "exp", "warranty", "contract"))
    return tenure or not lived or before.endswith((" for", "last", "past", "over", "than"))


def _decades(text: str) -> Ages | None:
    lows, highs = [], []
    for match in _DECADE.finditer(text):
        first, second, theirs, start = match[1], match[2], match[3], int(match[4])
        if start >= 70 and not (first or theirs):
            continue  # "80s music" is about a decade of history
        spans = [_THIRDS[part[:3].replace("lat", "late").replace("ear", "early")]
                 for part in (first, second) if part]  # fmt: skip
        lows.append(start + (spans[0][0] if spans else 0))
        highs.append(start + (spans[-1][1] if spans else 9))
    return Ages(min(lows), max(highs)) if lows else None


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    return next((_number(match) for match in pattern.finditer(text)), None)


def _number(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group))
