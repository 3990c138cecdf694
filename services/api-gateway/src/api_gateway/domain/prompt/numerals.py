"""Numbers written as words."""

import re

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
_TEENS = {
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_DECADES = {
    "twenties": "20s", "thirties": "30s", "forties": "40s", "fourties": "40s", "fifties": "50s",
    "sixties": "60s", "seventies": "70s", "eighties": "80s", "nineties": "90s",
}  # fmt: skip
_UNIT = "|".join(UNITS)
_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[\s-]({_UNIT})\b|\b|(?=something))|({'|'.join(_TEENS)})\b"
    rf"|({'|'.join(_DECADES)})\b)"
)


def with_digits(folded: str) -> str:
    """Numbers from eleven to ninety-nine and decades in digits: "early thirties" -> "early 30s".

    One to ten stay, for they are hardly ever ages.
    """
    return _NUMBER.sub(_digits, folded)


def _digits(match: re.Match[str]) -> str:
    tens, unit, teens, decade = match.groups()
    if decade:
        return _DECADES[decade]
    if teens:
        return str(_TEENS[teens])
    return str(_TENS[tens] + (UNITS[unit] if unit and unit != "ten" else 0))
