"""Text from outside, scraped or written by a model, as one plain line of prose."""

import html
import re
import unicodedata

# Controls, zero-width and direction marks, private and unassigned code points, odd line ends.
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_BLOCK = re.compile(r"<(script|style|svg|iframe)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[^<>]{0,300}>")
_TEMPLATE_TAG = re.compile(r"\[/?(?:inst|sys|system|user|assistant)\]", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]{0,15}://|www\.|data:\w+/|javascript:)\S*", re.IGNORECASE
)
_MARKUP = str.maketrans("", "", "<>{}[]|`*\\")
_HEADING = re.compile(r"(?:^|(?<=\s))#{1,6}\s+")
_SENTENCE_END = re.compile(r"[.!?…][”\"')]?(?=\s)")
_UNESCAPES = 3  # "&amp;lt;" hides a "<" twice


def plain(text: str, most: int | None = None) -> str:
    """The text without markup, addresses and invisible characters, cut to `most` characters.

    Nothing in it can open or close a tag. Longer text ends at a sentence's end, or else at a
    word's.
    """
    if most is not None:
        text = text[: most * 8]  # enough for any real markup around it
    for _ in range(_UNESCAPES):
        text = html.unescape(text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if c in "\n\r\t" else c for c in text if c in "\n\r\t" or _shows(c))
    text = _TEMPLATE_TAG.sub(" ", _TAG.sub(" ", _BLOCK.sub(" ", text)))
    text = _ADDRESS.sub("", _LINK.sub(r"\1", text))
    text = _HEADING.sub("", text.translate(_MARKUP))
    text = " ".join(text.split())
    return text if most is None else _cut(text, most)


def foreign_letters(text: str, beside: str = "") -> str:
    """Letters of other scripts than Latin, each once; those in `beside` may be used."""
    letters = {c for c in text if unicodedata.category(c).startswith("L") and c not in beside}
    return "".join(sorted(c for c in letters if not unicodedata.name(c, "").startswith(_LATIN)))


_LATIN = ("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MODIFIER LETTER")


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    ends = [m.end() for m in _SENTENCE_END.finditer(text[: most + 1]) if m.end() <= most]
    if ends and ends[-1] > most // 2:
        return text[: ends[-1]]
    return text[: most + 1].rpartition(" ")[0].rstrip(" ,;:-–") or text[:most]
