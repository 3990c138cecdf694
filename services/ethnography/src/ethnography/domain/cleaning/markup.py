"""Plain text out of whatever a source sends."""

import html
import re
import unicodedata
from functools import lru_cache

import nh3

# More than this is never read: hostile input stays cheap.
_MOST_READ = 8_000
_BREAK = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/?tr|/?h[1-6])\b[^>]{0,200}>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{1,200})\]\((?:[^()\s]|\([^()]*\)){1,500}\)")
_ROUNDS = 4  # "&amp;lt;b&amp;gt;" hides a tag several times over
_CONTENT_GOES_TOO = {"script", "style", "iframe", "noscript", "template", "svg", "math"}
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
_VARIATION = re.compile(r"[\ufe00-\ufe0f\u115f\u1160\u3164\u2800]")
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]"
_MARKS_PILED_UP = re.compile(rf"({_MARK}{{2}}){_MARK}+")


def plain_text(text: str) -> str:
    """The text without markup, entities and invisible characters, in NFKC (so that full-width
    digits are digits), ASCII digits, single spaces, single line breaks.
    """
    text = _cut(text, _MOST_READ)
    text = _MARKDOWN_LINK.sub(_label_and_address, text)
    text = _without_tags(text)
    text = _MARKS_PILED_UP.sub(r"\1", unicodedata.normalize("NFKC", text))
    if text.isascii():
        text = _CONTROL.sub(" ", text)
    else:
        text = "".join(map(_shown, _VARIATION.sub("", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def shortened(text: str, most: int) -> str:
    """At most so many characters, ending with a whole word."""
    return _cut(text, most)


def _label_and_address(link: re.Match[str]) -> str:
    # The address stays beside its label so that the scrubber and the spam rules can see it.
    return f"{link[1]} {link[0].rpartition('](')[2][:-1]}"


def _without_tags(text: str) -> str:
    for _ in range(_ROUNDS):
        if "<" not in text and "&" not in text:
            return text
        before, text = text, html.unescape(text)
        if "<" in text:
            text = _BREAK.sub("\n", text)
            cleaned = nh3.clean(text, tags=set(), clean_content_tags=_CONTENT_GOES_TOO)
            text = html.unescape(cleaned)
        if text == before:
            break
    return re.sub(r"<(?!3)|(?<!-)>", " ", text)


@lru_cache(maxsize=8_192)
def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in "\n\r\u2028\u2029":
        return "\n"
    if category in ("Zs", "Zl", "Zp") or character == "\t":
        return " "
    return "" if category in _INVISIBLE else character


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    head, space, _ = text[: most + 1].rpartition(" ")
    # A number cut in half would no longer look like a telephone number.
    head = re.sub(r"[\s\d+().,/-]+$", "", head if space else text[:most])
    # A placeholder is whole or gone.
    return re.sub(r"\[\w*$", "", head).rstrip()
