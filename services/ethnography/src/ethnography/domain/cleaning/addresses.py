"""Street addresses, as the markets write them."""

import re
from functools import cache

from suara.markets import Market

_LATIN = [chr(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
UPPER = "".join(c for c in _LATIN if c.isupper())
_CAPITALISED = rf"[{UPPER}][\w.'’-]*"
_NAMED = rf"{_CAPITALISED}(?:\s+(?:{_CAPITALISED}|\d+\w?)){{0,4}}"
_SEP = r"[\s,;]+"

_PH = (
    # Blk 5 Lot 3, Phase 2, Greenview Subd., Brgy. San Roque
    r"(?i:\b(?:blk|block|lot|lt|purok|house\s+no)\.?\s*#?\d+[a-z]?\b)"
    rf"(?:{_SEP}(?i:(?:blk|block|lot|lt|phase|ph|unit|no)\.?\s*#?\d+[a-z]?\b))*"
    rf"(?:{_SEP}(?:{_CAPITALISED}\s+){{1,4}}(?i:st|street|ave|avenue|road|rd|subd|subdivision|"
    r"village|homes|heights|ext|compound)\b\.?)?"
    rf"(?:{_SEP}(?i:brgy|barangay)\.?\s+{_NAMED})?",
    # 123 Mabini St., Unit 4B 12 Rizal Avenue
    rf"(?:(?i:\b(?:unit|rm|room|flr|floor|bldg))\.?\s*#?\w*\d\w*{_SEP})?"
    rf"#?\b\d+[A-Za-z]?(?:-[A-Za-z0-9]+)?{_SEP}(?:{_CAPITALISED}\s+){{1,4}}"
    r"(?i:st|street|ave|avenue|road|rd|drive|dr|blvd|boulevard|lane|ext|extension|subd|"
    r"subdivision|village|compound)\b\.?"
    rf"(?:{_SEP}(?i:brgy|barangay)\.?\s+{_NAMED})?",
    rf"(?i:\b(?:brgy|barangay))\.?\s+(?:\d+\b|{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,2}})",
)
_ID_PART = (
    r"(?i:(?:no|nomor|blok|rt|rw|kav|kavling|gang|gg|lt|lantai|kel|kelurahan|kec|kecamatan|desa)"
    r"\.?\s*[/\w.]*\d[\w/]*|(?:kel|kelurahan|kec|kecamatan|desa)\.?\s+\w+(?:\s+\w+)?)"
)
_ID = (
    rf"(?:(?i:\b(?:jl|jln))\.?\s*|\b[Jj]alan\s+(?={_CAPITALISED}[\w\s]{{0,40}}\b(?i:no|nomor|blok|"
    rf"rt|km)\b))(?:\w[\w.'’-]*)(?:\s+{_CAPITALISED}){{0,4}}(?:{_SEP}{_ID_PART}|\s+\d+\w?\b)*",
    rf"(?i:\brt)\s*[.:]?\s*\d+\s*[/,\s]*\s*(?i:rw)\s*[.:]?\s*\d+(?:{_SEP}{_ID_PART})*",
    rf"(?i:\b(?:perumahan|perum|komplek|kompleks|gang|gg))\.?\s+{_NAMED}{_SEP}{_ID_PART}"
    rf"(?:{_SEP}{_ID_PART})*",
    rf"(?i:\bblok)\s+[A-Za-z]{{1,2}}\s?\d*{_SEP}?(?i:no|nomor)\.?\s*\d+",
    r"(?i:\bkode\s*pos)\s*:?\s*\d{5}\b",
)
_VN_AREA = r"(?i:phường|p\.|phuong|quận|q\.|quan|huyện|huyen|xã|thôn|tổ|khu phố|kp|tp\.?|thành phố)"
_VN_STREET = r"(?i:đường|đ\.|phố|ngõ|hẻm|ngách|kiệt|duong|ngo|hem|ngach)"
_VN = (
    # 12/3 đường Lê Lợi, phường Bến Nghé, quận 1; số 5 ngõ 34 phố Huế
    rf"(?:(?i:\bsố(?:\s+nhà)?|\bso nha|\bnhà số)\s*)?\b\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*{_SEP}"
    rf"{_VN_STREET}\s+(?:\d+[\w/]*|{_NAMED})(?:{_SEP}{_VN_STREET}\s+(?:\d+[\w/]*|{_NAMED}))*"
    rf"(?:{_SEP}{_VN_AREA}\s*(?:\d+|{_NAMED}))*",
    rf"{_VN_STREET}\s+(?:\d+/)+\d+\w?(?:\s+{_NAMED})?(?:{_SEP}{_VN_AREA}\s*(?:\d+|{_NAMED}))*",
    rf"(?i:\b(?:phường|phuong))\s+(?:\d+\b|{_NAMED})(?:{_SEP}{_VN_AREA}\s*(?:\d+|{_NAMED}))*",
    rf"(?<!\d)\d+(?:/\d+[A-Za-z]?)+\s+{_CAPITALISED}\s+{_NAMED}",
)
_PATTERNS = {"PH": _PH, "ID": _ID, "VN": _VN}
_HINTS = {
    "PH": re.compile(r"(?i)\b(?:st|street|ave|avenue|road|rd|drive|dr|blvd|boulevard|lane|"
                     r"ext|extension|subd|subdivision|village|compound)\b|\b(?:blk|block|lot|lt|"
                     r"purok|brgy|barangay|house no)\b"),
    "ID": re.compile(r"(?i)\b(?:jl|jln|jalan|rt|perum|perumahan|komplek|kompleks|gang|gg|blok|"
                     r"kode ?pos)"),
    "VN": re.compile(r"(?i)đường|đ\.|phố|ngõ|hẻm|ngách|kiệt|duong|ngo|hem|ngach|phường|phuong"
                     r"|\d/\d"),
}  # fmt: skip


class AddressScrubber:
    """[address], for the sourced markets; elsewhere only what all write: a number and a street."""

    def __init__(self, market: Market) -> None:
        self._pattern = _compiled(market.market)
        self._hint = _HINTS.get(market.market, _HINTS["PH"])

    def scrub(self, text: str) -> str:
        # The patterns are slow; the words in them are rare.
        return self._pattern.sub("[address]", text) if self._hint.search(text) else text


@cache
def _compiled(market: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _PATTERNS.get(market, _PH)))
