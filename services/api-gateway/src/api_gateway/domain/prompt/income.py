"""Household income, as people describe it. Thrift ("budget-conscious") is not income."""

import re
from collections import Counter

from api_gateway.domain.prompt.models import IncomeLevel, Reading

_EARNING = (
    r"[\s-]+(?:disposable\s+|household\s+)?(?:incomes?|earn(?:ers?|ing)|wages?|salar(?:y|ies))"
)
_PATTERNS: tuple[tuple[IncomeLevel, re.Pattern[str]], ...] = (
    ("Middle", re.compile(
        r"\b(?:upper|lower)?[\s-]*(?:middle|mid)(?:[\s-]+(?:to|or|and)[\s-]+(?:upper|lower|high)"
        r"(?:[\s-]+middle)?)?(?:[\s-]*(?:class|tier)\b|" + _EARNING + r"\b)"
        r"|\b(?:upper|lower)[\s-]+middle\b|\b(?:average|moderate|medium)" + _EARNING + r"\b"
        r"|\b(?:kelas|berpenghasilan|penghasilan)\s+menengah\b|\bthu nhap trung binh\b")),
    ("Low", re.compile(
        r"\b(?:lower|low)" + _EARNING + r"\b|\blow(?:er)?[\s-]+(?:to|and|or)[\s-]+mid(?:dle)?\b"
        r"|\b(?:lower|working)[\s-]+class\b|\bminimum[\s-]+wage\b"
        r"|\blow[\s-]paid\b|\bpoverty\b|\bpoor(?:er)?\s+(?:people|famil|women|men|households?"
        r"|communit|mothers|moms|workers|neighbou?rhoods?)|\bunderprivileged\b|\bimpoverished\b"
        r"|\b(?:berpenghasilan|penghasilan)\s+rendah\b|\bthu nhap thap\b"
        r"|\bmahi(?:hi)?rap\b")),
    ("High", re.compile(
        r"\b(?:higher|high|upper)" + _EARNING + r"\b|\bupper[\s-]+class\b|\baffluent\b|\bwealthy\b"
        r"|\brich\s+(?:people|women|men|famil|kids|moms|mothers|households?|professionals)"
        r"|\bwell[\s-]+(?:off|paid)\b|\bwell[\s-]to[\s-]do\b|\bhnwi?s?\b|\bhigh[\s-]+net[\s-]+worth\b"
        r"|\bhigh[\s-]paid\b|\b(?:berpenghasilan|penghasilan)\s+tinggi\b|\bkelas\s+atas\b"
        r"|\bthu nhap cao\b|\bmayaman\b|\bmayayaman\b")),
)  # fmt: skip

# Philippine and Indonesian market research sorts households into classes A to E.
_LEVEL_OF_CLASS: dict[str, IncomeLevel] = {
    "a": "High", "b": "High", "c": "Middle", "d": "Low", "e": "Low",
}  # fmt: skip
_CLASS_WORDS = {"class", "classes", "sec", "ses"}
_CLASS_JOINTS = {"and", "or", "to"}
_CLASS_LETTERS = re.compile(r"[a-e]{1,3}\d?")


def income(reading: Reading) -> IncomeLevel | None:
    """The bracket said first, or None. "Middle to upper-middle" is Middle.

    Of classes "C, D and E" the bracket most of them fall in; of a tie, the first.
    """
    found = [
        (match.start(), level)
        for level, pattern in _PATTERNS
        if (match := pattern.search(reading.folded))
    ]
    return min(found)[1] if found else _by_class(reading)


def _by_class(reading: Reading) -> IncomeLevel | None:
    for i, word in enumerate(reading.words):
        if word.folded in _CLASS_WORDS:
            letters = _class_letters(reading, i + 1)
            if letters:
                levels = Counter(_LEVEL_OF_CLASS[letter] for letter in letters)
                return levels.most_common(1)[0][0]
    return None


def _class_letters(reading: Reading, start: int) -> str:
    """Letters after the word "class"; "a" counts only as a capital, being an article."""
    letters = ""
    for word in reading.words[start : start + 10]:
        if word.folded in _CLASS_JOINTS:
            continue
        is_article = word.folded == "a" and not reading.text[word.start].isupper()
        if is_article or not _CLASS_LETTERS.fullmatch(word.folded):
            break
        letters += word.folded.rstrip("0123456789")
    return letters
