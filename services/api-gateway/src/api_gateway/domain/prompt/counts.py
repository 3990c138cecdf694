"""How many personas are asked for."""

import re

from api_gateway.domain.prompt.models import DEFAULT_PERSONA_COUNT
from api_gateway.domain.prompt.numerals import UNITS, with_digits

_NUMBER = rf"(\d{{1,4}}|{'|'.join(UNITS)}|a\s+dozen|a\s+single|a\s+couple\s+of)"
# A number that goes on as an age, a share or a frequency.
_NOT_A_COUNT = (
    r"(?!\s*(?:[-+%.,/]\s*\d|[+%]|'?s\b|to\s+\d|-?\s*(?:years?|yrs?|y/?o)\b|[\s-]something|k\b|times?\b"
    r"|min|hour|day|week|month|kid|child|peso|php|usd|idr|vnd))"
)
_REQUEST = re.compile(
    r"\b(?:give\s+me|generate|create|make|build|produce|show\s+me|get\s+me|find(?:\s+me)?|i\s+need"
    r"|we\s+need|i\s+want|we\s+want|need|panel\s+of|group\s+of|set\s+of|sample\s+of|persona_?count\s*[:=]?"
    r"|n\s*=|exactly|kasih|buatkan|bigyan\s+mo\s+ako\s+ng|cho\s+toi)\s*(?:about\s+|around\s+)?"
    rf"{_NUMBER}(?![\w]){_NOT_A_COUNT}"
)
_PERSONAS = re.compile(
    rf"(?<![\d.,/-])\b{_NUMBER}(?:\s+[a-z-]+){{0,3}}?\s+"
    r"(?:personas?|profiles?|individuals?|respondents?|participants?|consumers|people|orang|nguoi)\b"
)
_AUDIENCE_FIRST = re.compile(
    rf"^{_NUMBER}(?![\w]){_NOT_A_COUNT}(?:\s+[a-z-]+){{0,4}}?\s+"
    r"(?:women|men|ladies|moms|mums|mothers|dads|fathers|guys|girls|boys|students|workers|nurses"
    r"|professionals|freelancers|millennials|teens|adults|parents|shoppers|users|owners"
    r"|teachers|drivers|riders|agents|seniors|retirees|housewives|homemakers)\b"
)
# "households of 4 people", "lives with 3 people", "shares a room with two people".
_NOT_ASKED_FOR = re.compile(r"\b(?:with|of|by|for|to|than|over|under|serves?|feeds?|manages?)\s+$")
_ASKED_FOR = re.compile(r"\b(?:group|panel|set|sample|total|consisting|up)\s+of\s+$")


def persona_count(folded: str) -> int:
    """The count said if it is from 1 to 10, else the default.

    Out of range ("20 people", "a dozen") is not clamped: the default stands.
    """
    text = with_digits(folded)
    for pattern in (_REQUEST, _PERSONAS, _AUDIENCE_FIRST):
        for match in pattern.finditer(text):
            if pattern is _PERSONAS and _is_somebody_elses(text, match.start()):
                continue
            number = _value(match[1])
            return number if 1 <= number <= 10 else DEFAULT_PERSONA_COUNT
    return DEFAULT_PERSONA_COUNT


def _is_somebody_elses(text: str, start: int) -> bool:
    before = text[max(start - 24, 0) : start]
    return bool(_NOT_ASKED_FOR.search(before)) and not _ASKED_FOR.search(before)


def _value(said: str) -> int:
    said = " ".join(said.split())
    phrases = {"a dozen": 12, "a single": 1, "a couple of": 2}
    return int(said) if said.isdigit() else UNITS.get(said) or phrases[said]
