"""Texts that sell, lure or fill space."""

import re

from suara.markets.folding import fold_letters

_LINK = r"(?:https?://|www\.|bit\.ly|t\.me|wa\.me|tinyurl|shorturl|\w+\.(?:com|net|xyz|top|vip)/)"
# All are matched without case and accents.
_LURES = (
    # Invitations to a chat or a channel.
    r"\b(?:t\.me|wa\.me|chat\.whatsapp|discord\.gg)/\S",
    r"\b(?:join|sali|gabung|tham gia|add|follow)\b.{0,40}\b(?:telegram|whatsapp|zalo|viber|tele)\b"
    r".{0,20}\b(?:group|grup|channel|nhom|gc|kenh|community)\b",
    r"\b(?:telegram|whatsapp|zalo|viber|tele)\b.{0,15}\b(?:group|grup|channel|nhom|gc|kenh)\b"
    r".{0,60}\b(?:join|sali|gabung|tham gia|earn|kumita|cuan|kiem tien|free|gratis|mien phi)\b",
    # Referral and promo codes.
    r"\b(?:use|gamitin|pakai|pake|enter|nhap|input|masukkan)\b.{0,25}"
    r"\b(?:referral|invite|invitation|promo|voucher|ref|undangan|gioi thieu|kode|ma|code)\b"
    r".{0,25}\b(?=\w*[0-9])(?=\w*[a-z])[a-z0-9]{5,}\b",
    r"\b(?:referral|invite|invitation|undangan|gioi thieu|reff?)\s*(?:code|link|kode|ma)?\s*"
    r"(?:ko|ku|saya|minh|is|:|=|-)+\s*\S{5,}",
    r"\b(?:kode referral|kode undangan|ma gioi thieu|ma moi|referral code|invite code)\b",
    # Easy money.
    r"\b(?:earn|kumita|cuan|kiem(?: duoc)?|dapat|thu nhap)\b.{0,30}"
    r"\b(?:daily|a day|per day|kada araw|araw-araw|per hari|sehari|moi ngay|/ngay|/day)\b"
    r".{0,60}(?:" + _LINK + r"|\b(?:pm|dm|message me|inbox|ib|chat me|hubungi)\b)",
    r"\b(?:slot gacor|judi online|situs slot|maxwin|link alternatif|tai xiu|nha cai|ca do|"
    r"online casino|free spins?|sabong online)\b.{0,80}(?:" + _LINK + r"|\b(?:daftar|dang ky|"
    r"register|sign ?up|join|deposit|nap)\b)",
    r"\b(?:pm|dm|message) me\b.{0,30}\b(?:loan|legit|earn|account|order|avail)\b",
    r"\bi am a bot\b",
)
_LURE = re.compile("|".join(_LURES))
_REPEATED_CHARACTER = re.compile(r"(\S)\1{11,}")
_REPEATED_PHRASE = re.compile(r"\b(\w[\w ]{2,40}?)(?:[\s,.!]+\1\b){4,}")
_FEW_WORDS, _VARIETY = 12, 0.25


def is_spam(text: str) -> bool:
    """Promo codes, referral links, invitations, easy money, repeated characters and phrases."""
    folded = fold_letters(text)
    return bool(
        _LURE.search(folded)
        or _REPEATED_CHARACTER.search(folded)
        or _REPEATED_PHRASE.search(folded)
        or _is_monotonous(folded)
    )


def _is_monotonous(folded: str) -> bool:
    words = folded.split()
    return len(words) >= _FEW_WORDS and len(set(words)) / len(words) < _VARIETY
