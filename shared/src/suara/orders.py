"""Text that speaks to a language model instead of about the world.

A list of phrases stops the usual attempts and no others: what really keeps text from outside
from being obeyed is that it is delimited, stripped, and declared to be data, and that the answer
is checked.
"""

import re

from suara.markets.folding import fold_letters
from suara.plain_text import plain

# All are matched without case and accents.
_PHRASES = (
    # English
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,25}"
    r"\b(?:previous|prior|above|earlier|system|all|any|your|these|those)\b.{0,20}"
    r"\b(?:instruct\w*|prompts?|rules|guidelines)\b",
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,15}"
    r"\b(?:instruct\w*|prompts?|rules|guidelines|everything)\b.{0,5}\b(?:above|before)\b",
    r"\b(?:your|system|hidden|initial)\W+(?:system\W+)?(?:prompt|instructions)\b",
    r"\byour (?:api key|system message)\b",
    r"\byou are (?:now|no longer|an? (?:ai|assistant|language model|chatbot))\b",
    r"\bsystem (?:prompt|override)\b|\bdeveloper mode\b|\bjailbreak\b",
    r"\b(?:new|updated|real) instructions\s*:",
    r"\b(?:act as|pretend to be|pretend you are) (?:an? )?(?:ai|assistant|system|chatbot|model)\b",
    r"\b(?:respond|reply|answer|output) only (?:with|in)\b",
    r"\bas an? (?:ai|language model)\b",
    r"(?:^|[.!?>\])|]\s*)(?:system|assistant|developer|user|sistem|instructions?)\s*[:>]",
    r"\bim_(?:start|end)\b|\bend ?of ?(?:prompt|signals)\b",
    # Tagalog and Taglish
    r"\b(?:huwag|wag|kalimutan|balewalain|isantabi|ignorahin|i-?ignore|i-?disregard)\b.{0,50}"
    r"\b(?:instruct\w*|tagubilin|utos|patakaran|prompts?|rules?|nauna\w*|nakaraan\w*)\b",
    r"\b(?:ipakita|ilabas|sabihin|ibigay|i-?print|i-?reveal|i-?output)\b.{0,40}"
    r"\b(?:prompt|instructions?|tagubilin|system)\b",
    r"\b(?:ikaw|isa ka)\b.{0,15}\b(?:ngayon|na)\b.{0,15}\b(?:ai|assistant|robot|dan)\b",
    # Indonesian
    r"\b(?:abaikan|lupakan|hiraukan|acuhkan|langgar|jangan ikuti)\b.{0,40}"
    r"\b(?:instruksi|perintah|petunjuk|arahan|aturan|prompts?|sebelumnya)\b",
    r"\b(?:tampilkan|tunjukkan|bocorkan|cetak|ulangi|sebutkan)\b.{0,40}"
    r"\b(?:prompt|instruksi|perintah|sistem)\b",
    r"\b(?:kamu|anda|kau|lo) sekarang (?:adalah|jadi|menjadi)\b",
    r"\bberpura-?pura\w* (?:jadi|sebagai)\b",
    r"\bjawab(?:lah)? hanya\b",
    # Vietnamese
    r"\b(?:bo qua|phot lo|hay quen|quen het|dung lam theo|khong tuan theo)\b.{0,40}"
    r"\b(?:huong dan|chi dan|chi thi|menh lenh|cau lenh|lenh|quy tac|prompts?|truoc do)\b",
    r"\b(?:hien thi|tiet lo|in ra|lap lai|cho xem|dua ra)\b.{0,40}"
    r"\b(?:prompt|cau lenh|menh lenh|huong dan|he thong)\b",
    r"\b(?:bay gio|tu gio) ban la\b|\bhay dong vai\b|\bchi tra loi\b",
)  # fmt: skip
_ORDER = re.compile("|".join(_PHRASES))
# Letters that pass for Latin ones: Greek (but for the micro sign), Cyrillic, Armenian, Cherokee.
_DOUBLES = r"[\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\uab70-\uabbf]"
_PHONETIC = r"[\u0250-\u02af\u1d00-\u1dbf]"  # small capitals are among them
_DISGUISE = re.compile(f"[A-Za-z]{_DOUBLES}|{_DOUBLES}[A-Za-z]|{_PHONETIC}{{2}}")
# Base64 of 24 bytes and more. A long hashtag may look like it.
_ENCODED = re.compile(
    r"(?<![#\w/+])(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*[\d/+])[A-Za-z0-9/+]{32,}"
)
# Fields of JSON, as if they were the model's answer.
_ANSWER = re.compile(r"\"\w{2,30}\"\s*:.{0,200}?\"\w{2,30}\"\s*:")


def gives_orders(*texts: str) -> bool:
    """Whether the texts, read one after the other, look like an attempt to instruct a model:
    in words, in letters that pass for others, encoded, or as an answer ready to be copied.
    """
    said = ". ".join(map(plain, texts))
    disguises = (_DISGUISE, _ENCODED, _ANSWER)
    return bool(_ORDER.search(fold_letters(said))) or any(d.search(said) for d in disguises)
