"""Links, e-mail addresses and user names, also as people write them to get past a filter."""

import re

from suara.markets import Market

_TLD = r"(?:com|net|org|edu|gov|info|biz|io|co|me|ph|id|vn|xyz|my|sg|us)"
_PROVIDER = (
    r"(?:gmail|googlemail|gmai|gamil|yahoo|ymail|rocketmail|hotmail|outlook|live|icloud|proton"
    r"(?:mail)?|mail|email|aol|msn|zoho|example)"
)
_DOT = r"(?:\s*(?:\.|\(dot\)|\[dot\]|\{dot\}|·)\s*|\s+(?:dot|titik|tuldok|chấm|cham)\s+)"
_AT = r"\s*(?:\(at\)|\[at\]|\{at\}|\(a\))\s*|\s+(?:at|arroba|a còng|a cong)\s+"
# Begins where a word does, or a long one would be tried from each of its letters.
_START = r"(?<![\w.+-])"
_LOCAL = (
    _START + r"\.*[\w+-]+(?:(?:\.|" + r"\s+(?:dot|titik|tuldok|chấm|cham)\s+" + r")[\w+-]+){0,9}"
)
_EMAIL = re.compile(
    rf"{_START}[\w.+-]*\w\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)*{_DOT}{_TLD}\b(?:\.{_TLD}\b)?"
    rf"|{_START}[\w.+-]*\w@[\w-]+(?:\.[\w-]+)*"
    rf"|{_LOCAL}(?:{_AT}){_PROVIDER}(?:{_DOT}{_TLD}\b(?:{_DOT}{_TLD}\b)?)?"
    rf"|{_LOCAL}(?:{_AT})[\w-]+(?:\s+(?:dot|titik|tuldok|chấm|cham)\s+){_TLD}\b"
    rf"|{_START}[\w.+-]*\w\s+(?:gmail|yahoo|ymail|hotmail|outlook|icloud|protonmail){_DOT}{_TLD}\b",
    re.IGNORECASE,
)
_MAIL_HINT = re.compile(
    rf"@|\b(?:at|arroba|a còng|a cong)\b|[(\[{{](?:at|a)[)\]}}]|\b{_PROVIDER}\b", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:(?:https?|ftp)\s?:\s?//|www\.)\S+"
    r"|(?<![\w.-])\.*(?:[\w-]+\.)+[a-z]{2,6}/[^\s\]]+"
    r"|(?<![\w.-])\.*(?:[\w-]+\.)+(?:com|net|org|info|xyz|ph|vn|ly|gl|co\.id|web\.id|my\.id|id)"
    r"(?:\.(?:ph|vn|my|sg))?\b(?![.@]?\w)",
    re.IGNORECASE,
)
_REDDIT_NAME = re.compile(r"(?<![\w/])/?u/[\w.-]*\w", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@\s?(?=[\w.]*[^\W\d])[\w.]{2,}\w?|@\d{5,}")
_MASKED = re.compile(r"(?<![\w*])\w{1,3}\*{2,}\w{0,4}(?![\w*])")
_NETWORK = (
    r"(?:ig|insta|instagram|fb|facebook|messenger|tele|telegram|tg|twitter|tiktok|line|wa|"
    r"whatsapp|viber|zalo|discord|wechat|skype|snap|snapchat)"
)
_LABELLED = re.compile(
    rf"\b({_NETWORK}\s*(?:id|name|acc|account|user|username|ko|saya|mình|tôi|ku)\s*(?:ay|is|:|=|-)?"
    rf"|user\s?name\s*(?:ko|saya|ku)?\s*(?:ay|is|:|=)|user\s?id\s*(?:ay|is|:|=)?)"
    r"\s*@?([\w.\-]{3,})",
    re.IGNORECASE,
)
_LABELLED_ODD = re.compile(
    rf"\b({_NETWORK}\s*[:=])\s*@?((?=[\w.\-]*[\d_.])[\w.\-]*[\w\-]{{2,}})", re.IGNORECASE
)
_NO_HANDLES = {"app", "account", "page", "group", "ads", "shop", "the", "na", "ng", "ay"}


class ContactScrubber:
    """[link], [email], [handle]."""

    def __init__(self, market: Market) -> None:
        names = [b.name for b in market.brands] + [p.name for p in market.digital.platforms]
        self._known = {name.casefold() for name in names if "." in name}

    def scrub(self, text: str) -> str:
        # E-mail addresses first, or their domains would be taken for links.
        if _MAIL_HINT.search(text):
            text = _EMAIL.sub("[email]", text)
        if "." in text or "/" in text:
            text = _LINK.sub(self._link, text)
        text = _REDDIT_NAME.sub("[handle]", text)
        if "@" in text:
            text = _HANDLE.sub("[handle]", text)
        if "*" in text:
            text = _MASKED.sub("[handle]", text)
        text = _LABELLED.sub(_after_label, text)
        return _LABELLED_ODD.sub(r"\1 [handle]", text)

    def _link(self, found: re.Match[str]) -> str:
        written = found[0]
        if written.casefold() in self._known or re.fullmatch(r"[\d.]+\w{2,3}", written):
            return written
        return "[link]"


def _after_label(found: re.Match[str]) -> str:
    label, name = found[1], found[2]
    told = label.rstrip().lower().endswith((":", "=", " is", " ay"))
    a_word = name.isalpha() and name.islower() and not told
    if name.lower() in _NO_HANDLES or a_word or name[0].isdigit():  # figures are numbers' affair
        return found[0]
    return f"{label.rstrip()} [handle]"
