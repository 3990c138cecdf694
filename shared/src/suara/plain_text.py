"""Text from outside, scraped or written by a model, as one plain line of prose."""

import html
import re
import unicodedata

READ_CHARACTERS = 20_000  # of any text: what follows is dropped
# Taking something away can put together something new ("evil[.]example/x"), so all rules are
# applied until none finds anything. Text that hides things deeper than this is no text.
_ROUNDS = 8
# Controls, zero-width and direction marks, tags, private and unassigned code points, line ends.
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
# Blanks and selectors that Unicode counts as letters, symbols or marks.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_MOST_MARKS = 2  # on one letter; more are there to blot out the lines around
_AMPERSANDS = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_BLOCK = re.compile(r"<(script|style|svg|iframe)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[^<>]{0,300}>")
_TEMPLATE_TAG = re.compile(r"\[/?(?:inst|sys|system|user|assistant)\]", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_HOST = r"(?:[\w-]{1,63}[.。]){1,8}[a-z]{2,24}"
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}:/|www\.|data:[\w.+-]{0,40}[/;,]|(?:java|vb)script:)\S*"
    r"|\b(?:mailto|tel|sms|intent):\S+"
    # A bare host is a word, like Booking.com; with a path it is an address. TP.HCM is Saigon.
    rf"|(?<![\w.@-])(?://)?(?!tp\.hcm\b){_HOST}(?::\d{{1,5}})?[/?]\S*"
    rf"|\b[\w.+-]{{1,64}}@{_HOST}\b",
    re.IGNORECASE,
)
# Every rule needs one of these: without them, most prose is done at a glance.
_SUSPECT = re.compile(r"[<>{}\[\]|`*\\&#@/?:]|www\.", re.IGNORECASE)
_MARKUP = str.maketrans("", "", "<>{}[]|`*\\")
_HEADING = re.compile(r"(?:^|(?<=\s))#{1,6}\s+")
_SENTENCE_END = re.compile(r"[.!?…][”\"')]?(?=\s)")


def plain(text: str, most: int | None = None) -> str:
    """The text without markup, addresses and invisible characters, cut to `most` characters.

    Nothing in it can open or close a tag, and what is plain already stays as it is. Longer text
    ends at a sentence's end, or else at a word's.
    """
    if text.isascii() and text.isprintable() and not _SUSPECT.search(text[:READ_CHARACTERS]):
        text = " ".join(text[:READ_CHARACTERS].split())
        return text if most is None else _cut(text, most)
    for _ in range(_ROUNDS):
        cleaned = _cleaned(text)
        if cleaned == text:
            return text if most is None else _cut(text, most)
        text = cleaned
    return ""


def visible(text: str) -> str:
    """The text without characters that readers cannot see, in Unicode's NFKC; lines become one."""
    text = unicodedata.normalize("NFKC", text[:READ_CHARACTERS])[:READ_CHARACTERS]
    if text.isascii() and text.isprintable():
        return text
    shown, marks = [], 0
    for character in _BLANK.sub("", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if character in "\n\r\t":
            shown.append(" ")
        elif category not in _INVISIBLE and marks <= _MOST_MARKS:
            shown.append(character)
    return "".join(shown)


def foreign_letters(text: str, beside: str = "") -> str:
    """Letters that Latin scripts do not use, each once; those in `beside` may be used."""
    letters = {c for c in text if unicodedata.category(c).startswith("L") and c not in beside}
    return "".join(sorted(c for c in letters if not _is_latin(c)))


_LATIN = ("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MODIFIER LETTER")


def _is_latin(letter: str) -> bool:
    # Those of phonetics look like Latin ones and are no language's.
    phonetic = "\u0250" <= letter <= "\u02af" or "\u1d00" <= letter <= "\u1dbf"
    return unicodedata.name(letter, "").startswith(_LATIN) and not phonetic


def _cleaned(text: str) -> str:
    text = visible(html.unescape(_AMPERSANDS.sub("&", text[:READ_CHARACTERS])))
    text = _TEMPLATE_TAG.sub(" ", _TAG.sub(" ", _BLOCK.sub(" ", text)))
    text = _ADDRESS.sub("", _LINK.sub(r"\1", text))
    text = _HEADING.sub("", text.translate(_MARKUP))
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    ends = [m.end() for m in _SENTENCE_END.finditer(text[: most + 1]) if m.end() <= most]
    if ends and ends[-1] > most // 2:
        return text[: ends[-1]]
    return text[: most + 1].rpartition(" ")[0].rstrip(" ,;:-–") or text[:most]
