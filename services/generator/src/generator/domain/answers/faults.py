"""What is wrong with a model's answer, in words for the model and for users."""

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.domain.answers.shapes import CITED, DraftAnswer, ProfileAnswer, cited
from generator.domain.prompts.exhibits import Exhibit
from generator.domain.prompts.facts import facts_of
from generator.domain.prompts.instructions import DRAFT, PROFILE
from suara.markets.folding import fold
from suara.orders import gives_orders
from suara.personas import Cast
from suara.plain_text import foreign_letters, plain

_LEAST_PROSE, _LONGEST_QUOTE = 30, 40
# A piece of our own instructions this long in an answer has been copied.
_COPIED = 40
#: Texts that speak of brands, habits and prices, and so must cite a signal.
_MUST_CITE = ("digital_habits", "price_sensitivity")
_FACTS = (
    "full_name", "age", "gender", "occupation", "location", "marital_status", "children",
)  # fmt: skip
_SHE, _HE = frozenset({"she", "her", "hers", "herself"}), frozenset({"he", "his", "him", "himself"})


def draft_faults(answer: DraftAnswer, cast: Cast) -> Sequence[str]:
    """What a model has to do better, in words for it; empty if the draft can be taken."""
    texts = [
        *(("personality_traits", trait) for trait in answer.personality_traits),
        *(("values", value) for value in answer.values),
        ("motivation", answer.motivation),
        ("worry", answer.worry),
    ]
    return [
        *_wrong_facts(answer, cast),
        *(fault for name, text in texts for fault in _text_faults(name, text, cast)),
    ]


def profile_faults(
    answer: ProfileAnswer, cast: Cast, exhibits: Mapping[str, Exhibit]
) -> Sequence[str]:
    """The same for a profile. exhibits: what may be cited."""
    texts = {"backstory": answer.backstory} | {name: cited(answer, name).text for name in CITED}
    faults = [*_wrong_facts(answer, cast), *_wrong_pronouns(answer.backstory, cast)]
    for name, text in texts.items():
        faults += _wrong_age(name, text, cast)
        faults += _text_faults(name, text, cast, _LEAST_PROSE)
    for name in ("trusted_brands", "distrusted_brands"):
        for brand in getattr(answer, name):
            if not _is_brand(brand.signal_id, exhibits):
                said = plain(brand.signal_id, _LONGEST_QUOTE)
                faults.append(f"{name}: {said!r} is not the id of a brand's signal")
            faults += _text_faults(name, brand.why, cast)
    for name in _MUST_CITE:
        if not any(signal_id in exhibits for signal_id in cited(answer, name).signal_ids):
            faults.append(f"{name}: signal_ids must hold at least one id of the signals shown")
    return faults


def _is_brand(signal_id: str, exhibits: Mapping[str, Exhibit]) -> bool:
    return signal_id in exhibits and exhibits[signal_id].is_brand


def _wrong_facts(answer: DraftAnswer | ProfileAnswer, cast: Cast) -> Iterator[str]:
    shown = facts_of(cast)  # long texts are cut there, which is all a model can repeat
    for name in _FACTS:
        if name in type(answer).model_fields:
            said, true = getattr(answer, name), shown.get(name)
            if fold(str(said)) != fold(str(true)):
                yield f"{name} must be exactly {true!r}"


def _wrong_pronouns(text: str, cast: Cast) -> Iterator[str]:
    words = set(fold(text).split())
    own, other = (_SHE, _HE) if cast.gender == "Female" else (_HE, _SHE)
    if words & other and not words & own:
        yield f"backstory: {cast.short_name} is {cast.gender.lower()}; use those pronouns"


def _wrong_age(name: str, text: str, cast: Cast) -> Iterator[str]:
    """Another age said of the person by name: "Maria, 99,", "Maria Santos is 99 years old"."""
    called = "|".join(map(re.escape, (cast.full_name, cast.short_name)))
    said = rf"\b(?:{called})(?:,? aged|,| is| is now| \()\s*(\d{{1,3}})"
    said += r"(?=[,).]| and\b| years? old\b(?! when))"
    if any(int(age) != cast.age for age in re.findall(said, plain(text), re.IGNORECASE)):
        yield f"{name}: {cast.short_name} is {cast.age}; tell no other age"


def _text_faults(name: str, text: str, cast: Cast, least: int = 1) -> Iterator[str]:
    shown = plain(text)
    if len(shown) < least:
        yield f"{name} is too short"
    if letters := foreign_letters(shown, beside=f"{cast.full_name}{cast.location}"):
        yield f"{name} must be in Latin letters, without {letters[:10]}"
    if gives_orders(text) or _copies(shown):
        yield f"{name} must speak of the person alone, not of instructions"


def _copies(text: str) -> bool:
    """Whether a piece of our instructions stands in the text."""
    starts = range(0, max(len(text) - _COPIED, 0) + 1, _COPIED // 4)
    pieces = (text[start : start + _COPIED] for start in starts)
    return any(len(piece) == _COPIED and piece in _OURS for piece in pieces)


_OURS = " ".join(f"{DRAFT} {PROFILE}".split())
