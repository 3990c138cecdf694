"""A cast person as the facts a model is given."""

import json

from suara.personas import Cast, Dispositions
from suara.plain_text import plain

_LONGEST_FACT = 80  # a group's definition may bring a long occupation
_FACTS = (
    "full_name", "short_name", "age", "gender", "occupation", "location", "district",
    "marital_status", "children", "household", "education", "religion", "income_level",
)  # fmt: skip
_VERY_LOW, _LOW, _HIGH, _VERY_HIGH = 0.1, 0.35, 0.65, 0.9
_MOST_LEANINGS = 6
_WORDS: dict[str, tuple[str, str]] = {
    "openness": ("conventional", "curious"),
    "conscientiousness": ("disorganised", "methodical"),
    "extraversion": ("withdrawn", "outgoing"),
    "agreeableness": ("blunt", "accommodating"),
    "neuroticism": ("calm", "anxious"),
    "price_sensitivity": ("easy with money", "thrifty"),
    "institutional_trust": ("distrustful of institutions", "trusting of institutions"),
    "brand_loyalty": ("fickle about brands", "loyal to brands"),
    "novelty_seeking": ("set in habits", "keen on new things"),
    "privacy_concern": ("careless about privacy", "private"),
    "family_orientation": ("independent of family", "family first"),
    "digital_fluency": ("clumsy with phones", "at home online"),
    "optimism": ("pessimistic", "hopeful"),
}  # fmt: skip


def facts_of(cast: Cast) -> dict[str, object]:
    """The facts by the names of their fields, as they may stand in a prompt; no empty ones."""
    facts: dict[str, object] = {}
    for name in _FACTS:
        value = getattr(cast, name)
        if value is not None and value != "":
            facts[name] = plain(value, _LONGEST_FACT) if isinstance(value, str) else value
    if cast.monthly_income:
        facts["monthly_household_income"] = cast.monthly_income
    return facts | {"leanings": leanings(cast.dispositions)}


def leanings(dispositions: Dispositions) -> list[str]:
    """Where a person differs most from others, in words, the strongest first: "very thrifty"."""
    strongest = sorted(_WORDS, key=lambda name: -abs(getattr(dispositions, name) - 0.5))
    words = []
    for name in strongest[:_MOST_LEANINGS]:
        score, (low, high) = getattr(dispositions, name), _WORDS[name]
        if score <= _LOW:
            words.append(f"very {low}" if score <= _VERY_LOW else low)
        elif score >= _HIGH:
            words.append(f"very {high}" if score >= _VERY_HIGH else high)
    return words


def as_json(value: object) -> str:
    """One line of JSON that cannot hold a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e")
