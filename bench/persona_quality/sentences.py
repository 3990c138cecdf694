"""Sentences, and what is left of one without the facts filled into it."""

import re
from collections import Counter

from persona_quality.written import Written

_BETWEEN = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“À-ỸĐ₱€\d])")
_NUMBERS = re.compile(r"“[^”]*”|(?:[₱€]|Rp )?\d[\d.,]*(?:đ| ribu| juta| triệu đồng)?")
_PRONOUNS = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; "Lucky Me!" ends none."""
    protected = text.replace("Lucky Me!", "Lucky Me")
    return _BETWEEN.split(protected)


def skeleton_repetition(groups: list[list[Written]]) -> dict[str, float]:
    """How often sentences are the same but for names, brands, places, amounts and pronouns.

    Within a group: sentences that another member has too. Across groups: how many sentences
    there are for each distinct skeleton, and per cent that occur in more than one group.
    """
    within, used = 0, Counter[str]()
    by_group: list[list[str]] = []
    for group in groups:
        told = [{_masked(one, s) for s in sentences(one.text)} for one in group]
        within += sum(n - 1 for n in Counter(s for each in told for s in each).values())
        by_group.append([s for each in told for s in each])
        used.update(set(by_group[-1]))
    total = sum(map(len, by_group))
    shared = sum(used[s] > 1 for found in by_group for s in found)
    return {
        "skeletons_repeated_within_groups_sentences": float(within),
        "skeletons_distinct_count": float(len(used)),
        "sentences_per_skeleton_mean": total / len(used),
        "sentences_with_skeleton_of_another_group_percent": 100 * shared / total,
    }


def _masked(one: Written, sentence: str) -> str:
    facts = [one.cast.household, one.cast.short_name, one.cast.city, one.cast.district,
             *one.draft.values, *(b.name for b in one.market.brands),
             *(p.name for p in one.market.digital.platforms),
             *(item.claim.partition(": ")[2] for item in one.profile.evidence)]  # fmt: skip
    for fact in sorted(filter(None, facts), key=len, reverse=True):
        sentence = sentence.replace(fact, "*")
    return _PRONOUNS.sub("~", _NUMBERS.sub("*", sentence))
