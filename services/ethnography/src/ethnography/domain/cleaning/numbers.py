"""Telephone, order, account and card numbers out; money, versions and dates stay."""

import re

import phonenumbers

from suara.markets import Market

_MONEY = r"(?:₱|php|peso|pesos|rp\.?|idr|vnd|vnđ|usd|us\$|\$|€)"
_UNIT = (
    r"(?:pesos?|piso|php|rupiah|rb|ribu|rbu|jt|juta|mio|k|tr|triệu|trieu|củ|nghìn|ngàn|ngan|đ|d|"
    r"đồng|dong|vnd|vnđ|usd|%|gb|mb|mbps|kg|km|ml|mah|pcs|days?|hours?|weeks?)"
)
_GROUPED = r"[1-9]\d{0,2}(?:[.,]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)"
# What looks like a number of somebody's and is none. Tried first, at every position.
_KEPT = (
    rf"(?<!\w)(?:{_MONEY}|P)\s?(?:{_GROUPED}|[1-9]\d{{0,8}}(?:[.,]\d{{1,2}})?(?![\d]))",
    rf"(?<![\d.,+])(?:{_GROUPED}|[1-9]\d{{0,8}}(?:[.,]\d{{1,2}})?)\s?{_UNIT}(?![\w])",
    # Grouped thousands without a currency: "50.000", "1.500.000", and ranges of them.
    r"(?<![\d.,+])[1-9]\d{0,2}[.,]\d{3}(?:[.,]\d00)?(?![\d]|[.,-]\d)",
    r"(?<![\d.,+])[1-9]\d{0,2}[.,]\d{3}\s?-\s?[1-9]\d{0,2}[.,]\d{3}(?![\d]|[.,-]\d)",
    # Dates, years, times, versions, double-date sales, counts of hundred thousands.
    r"(?<!\d)(?:19|20)\d\d(?P<d1>[-/.])(?:0?[1-9]|1[0-2])(?P=d1)(?:0?[1-9]|[12]\d|3[01])(?![-/.]?\d)",
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?P<d2>[-/.])(?:0?[1-9]|[12]\d|3[01])(?P=d2)(?:19|20)?\d\d(?![-/.]?\d)",
    r"(?<!\d)(?:19|20)\d\d\s?[-/–]\s?(?:19|20)\d\d(?![-/.\s]?\d)",
    r"(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![-/.:]?\d)",
    r"(?<![\d.])v?(?:0|[1-9]\d?)(?:\.\d{1,2}){2,3}(?![\d.]|\s?\d)",
    r"(?<![\d.])(?P<d3>\d{1,2})\.(?P=d3)(?![-/.]?\d|\s\d{3})",
    r"(?<!\d)[1-9]\d{0,3}0{5}(?!\d)",
)
_RUN = r"(?<!\d)[+(]{0,2}\d(?:[\s.\-()/_*·•–—]{0,3}\d){6,}"
_RUN_WITH_COMMAS = r"(?<!\d)(?:\+|0)\d*(?:[\s.,\-()]{0,3}\d){6,}"
_SCANNED = re.compile(
    rf"(?i:(?P<kept>\(?(?:{'|'.join(_KEPT)})))|(?P<run>{_RUN}|{_RUN_WITH_COMMAS})"
)
_FEWEST_DIGITS = re.compile(r"(?:\d\D{0,3}){7}")

_ORDER_LABEL = (
    r"order|booking|ref(?:erence)?|trx|txn|trans(?:action|aksi)?|invoice|inv|tracking|waybill|"
    r"resi|awb|pesanan|mã đơn|ma don|mã vận đơn|đơn hàng|don hang|đơn|ticket|tiket|case|"
    r"complaint|parcel|paket|kode"
)
_ACCOUNT_LABEL = (
    r"account|acct|acc|rekening|norek|rek|stk|số tài khoản|so tai khoan|tài khoản|card|kartu|thẻ|"
    r"imei|nik|ktp|cccd|cmnd|passport|otp|pin|user id|id|serial|sss|tin|philhealth|umid|gcash|"
    r"momo|gopay|ovo|dana|maya|acc no"
)
_LINKING = (
    r"(?:\s*(?:no|nos|num|number|nomor|nmr|id|code|kode|số|so|sn|ko|nya|saya|hàng|hang|po|is|ay|"
    r"adalah|là|la|was|:|#|\.|=|-))*\s*"
)
_CODE = r"(?P<code>(?=[\w\-/]*\d[\w\-/]*\d[\w\-/]*\d)[A-Za-z0-9](?:[\w\-/]*\w)?)"
_LABELLED = re.compile(
    rf"\b(?:(?P<order>{_ORDER_LABEL})|(?P<account>{_ACCOUNT_LABEL}))(?P<link>{_LINKING})"
    rf"(?<![\w.,]){_CODE}(?!\s?{_UNIT}\b|[\w%]|[.,]\d)",
    re.IGNORECASE,
)
# Letters and digits that no word is made of: "261117BBBBBB01", "SPXID0123456789", "RB-1234567".
_MIXED = re.compile(
    r"(?<![\w\[])(?=[A-Za-z\-]*\d)(?=[\d\-]*[A-Za-z])(?=(?:[A-Za-z\-]*\d){4})[A-Za-z\d]"
    r"[A-Za-z\d\-]{8,}[A-Za-z\d](?!\w)|(?<![\w\[])[A-Z]{1,5}[-/]?\d{5,}[\w\-/]*"
)


class NumberScrubber:
    """[phone], [order], [number]."""

    def __init__(self, market: Market) -> None:
        self._region = market.market

    def scrub(self, text: str) -> str:
        text = _SPELLED.sub("[phone]", text)
        if not any(c.isdigit() for c in text):
            return text
        text = _LETTERS_FOR_DIGITS.sub(_disguised, text)
        text = _LABELLED.sub(_labelled, text)
        text = _MIXED.sub(_mixed, text)
        if not _FEWEST_DIGITS.search(text):
            return text
        return _SCANNED.sub(self._scanned, text)

    def _scanned(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        run = found["run"]
        return "[phone]" if _is_dialled(run, self._region) else "[number]"


def _is_dialled(run: str, region: str) -> bool:
    digits = re.sub(r"\D", "", run)
    if run.startswith(("+", "(")) or digits.startswith("0"):
        return len(digits) <= 15
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


def _disguised(found: re.Match[str]) -> str:
    # Without a letter it is a part of a number, to be seen as a whole.
    return "[phone]" if any(c in "oOlI" for c in found[0]) else found[0]


def _labelled(found: re.Match[str]) -> str:
    code = found["code"]
    digits = sum(c.isdigit() for c in code)
    year = re.fullmatch(r"(?:19|20)\d\d", code)
    if digits < 4 or year or _DATE.fullmatch(code) or (code.isdigit() and digits < 5):
        return found[0]
    label = found["order"] or found["account"]
    return f"{label}{found['link']}{'[order]' if found['order'] else '[number]'}"


def _mixed(found: re.Match[str]) -> str:
    return found[0] if _AMOUNT_WORD.fullmatch(found[0]) else "[order]"


_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?")
_AMOUNT_WORD = re.compile(rf"(?i:(?:rp|php|p|idr|vnd)?[1-9]\d{{0,8}}(?:{_UNIT})?)")
_DIGIT_WORD = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    r"|sero|isa|dalawa|tatlo|apat|lima|anim|pito|walo|siyam"
    r"|uno|dos|tres|kuwatro|kwatro|singko|sais|siyete|syete|otso|nuwebe|nwebe"
    r"|nol|kosong|satu|dua|tiga|empat|enam|tujuh|delapan|sembilan"
    r"|không|khong|một|mot|hai|ba|bốn|bon|tư|năm|nam|lăm|sáu|sau|bảy|bay|tám|tam|chín|chin|linh)"
)
_SPELLED = re.compile(
    rf"\b(?:[+\d][\d\s.-]*\s)?{_DIGIT_WORD}(?:[\s,.\-]+(?:{_DIGIT_WORD}\b|\d+\b)){{3,}}",
    re.IGNORECASE,
)
_LETTERS_FOR_DIGITS = re.compile(
    r"(?<!\w)(?=(?:[oOlI\s.\-]*\d){3})[0oO](?:[\s.\-]?[\doOlI]){8,12}(?!\w)"
)
