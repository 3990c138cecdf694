"""Which language a text is in, also short and code-switched ones."""

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from ethnography.data import word_list
from ethnography.domain.words import Word, is_vietnamese, words
from suara.markets import Market
from suara.markets.countries import language_tags

UNDETERMINED = "und"
#: What a market's people write in, besides English: the first is what mixed texts count as.
_SPOKEN = {
    "PH": ("tl", "ceb", "ilo", "bcl"),
    "ID": ("id", "jv", "su", "ms"),
    "VN": ("vi",),
}
# What the model takes short texts of these languages for.
_CLOSE = {"PH": {"jv", "id", "ms", "es", "su"}, "ID": {"ms", "jv", "su", "tl"}, "VN": set[str]()}
_SURE, _SURE_FOREIGN, _FEWEST_LETTERS = 0.55, 0.9, 20
_MIXED_SHARE = 0.25


class Languages:
    """The languages of one market. The first use loads the model (a second, some 40 MB)."""

    def __init__(self, market: Market) -> None:
        tags = (tag.split("-")[0].split("_")[0] for tag in language_tags(market.market))
        self._spoken = _SPOKEN.get(market.market) or tuple(tags)
        self._close = _CLOSE.get(market.market, set[str]())
        names = [b.name for b in market.brands] + [p.name for p in market.digital.platforms]
        self._products = {word.text for name in names for word in words(name)}
        self.of = lru_cache(maxsize=1_024)(self._of)

    def serves(self, language: str) -> bool:
        """Whether a text in that language can be from this market. English can, everywhere."""
        return language in (*self._spoken, "en", UNDETERMINED)

    def _of(self, text: str) -> str:
        """ISO 639 code; "und" where it is too short to tell. A mix with English counts as the
        market's own language.
        """
        if foreign := _other_script(text):
            return foreign
        said = [w for w in words(text) if not w.text.isdigit() and w.text not in self._products]
        marked = markers(said, self._spoken[0])
        if is_vietnamese(text) and marked["vi"] >= marked["tl"] + marked["id"]:
            return "vi"
        local = self._spoken[0]
        best, hits = max(((la, n) for la, n in marked.items() if la != "en"),
                         key=lambda row: (row[1], row[0] == local), default=(local, 0))  # fmt: skip
        english = marked["en"]
        if hits and marked[local] >= hits * 0.7:
            best, hits = local, marked[local]
        if hits >= 1 and hits >= _MIXED_SHARE * english and (hits > 1 or best == local):
            return best
        if english >= 2 or (english and len(said) <= 3):
            return "en"
        return self._guessed(said)

    def _guessed(self, said: list[Word]) -> str:
        """By the model, which does not know slang: asked last."""
        spelled = " ".join(word.text for word in said)
        if not spelled:
            return UNDETERMINED
        language, probability = _identified(spelled)
        if language in (*self._spoken, "en"):
            return language if probability >= _SURE else UNDETERMINED
        fewest = _FEWEST_LETTERS * 2 if language in self._close else _FEWEST_LETTERS
        if len(spelled) < fewest:
            return UNDETERMINED
        return language if probability >= _SURE_FOREIGN else UNDETERMINED


def markers(said: list[Word], local: str) -> Counter[str]:
    """How many words of each language there are; what several have counts for the local one."""
    known = _marked(local)
    return Counter(known[word.text] for word in said if word.text in known)


@cache
def _marked(local: str) -> dict[str, str]:
    lists: dict[str, list[str]] = dict(word_list("languages"))
    everybodys = set(lists.pop("everybodys"))
    counts = Counter(word for listed in lists.values() for word in set(listed))
    return {
        word: name
        for name, listed in lists.items()
        for word in listed
        if word not in everybodys and (counts[word] == 1 or name == local)
    }


_SCRIPTS = {
    "th": "\u0e00-\u0e7f", "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "zh": "\u4e00-\u9fff",
    "ru": "\u0400-\u052f", "ar": "\u0600-\u06ff", "hi": "\u0900-\u097f", "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff", "lo": "\u0e80-\u0eff", "el": "\u0370-\u03ff", "he": "\u0590-\u05ff",
}  # fmt: skip
_OTHER_LETTER = re.compile(f"[{''.join(_SCRIPTS.values())}]")


def _other_script(text: str) -> str | None:
    """The language whose letters more than a third of the text's are."""
    if not _OTHER_LETTER.search(text):
        return None
    letters = sum(c.isalpha() for c in text)
    for language, span in _SCRIPTS.items():
        if len(re.findall(f"[{span}]", text)) * 3 > letters:
            return language
    return None


@lru_cache(maxsize=1_024)
def _identified(text: str) -> tuple[str, float]:
    language, probability = _model().classify(text)
    return str(language), float(probability)


@cache
def _model() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
