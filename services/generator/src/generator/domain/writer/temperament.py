"""Personality traits and values as the words people use of each other."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.domain.writer.person import Person


class Pole(NamedTuple):
    """One end of a disposition: kind words, unkind words, and how often the unkind one is said."""

    kind: tuple[str, ...]
    unkind: tuple[str, ...]
    unkindness: float = 0.25


# disposition -> (low end, high end)
_TRAITS: dict[str, tuple[Pole, Pole]] = {
    "openness": (
        Pole(("practical", "down-to-earth"), ("unadventurous", "rigid"), 0.3),
        Pole(("curious", "imaginative", "open-minded"), ("easily distracted", "dreamy"), 0.15),
    ),
    "conscientiousness": (
        Pole(("easygoing", "spontaneous"), ("disorganised", "forgetful", "unpunctual"), 0.5),
        Pole(("organised", "dependable", "methodical"), ("perfectionist", "fussy"), 0.2),
    ),
    "extraversion": (
        Pole(("reserved", "quiet"), ("withdrawn", "hard to read")),
        Pole(("sociable", "talkative", "lively"), ("impatient", "attention-seeking")),
    ),
    "agreeableness": (
        Pole(("outspoken", "competitive"), ("blunt", "stubborn", "argumentative"), 0.6),
        Pole(("kind", "patient", "accommodating"), ("people-pleasing", "easily talked round"), 0.2),
    ),
    "neuroticism": (
        Pole(("calm", "even-tempered", "steady"), ("complacent", "indifferent"), 0.1),
        Pole(("sensitive", "watchful"), ("anxious", "moody", "short-tempered"), 0.6),
    ),
    "price_sensitivity": (
        Pole(("generous", "quality-minded"), ("extravagant", "careless with money"), 0.3),
        Pole(("thrifty", "frugal"), ("tight-fisted", "penny-pinching"), 0.35),
    ),
    "institutional_trust": (
        Pole(("independent-minded", "questioning"), ("sceptical", "suspicious", "cynical"), 0.65),
        Pole(("trusting", "rule-abiding"), ("gullible", "obedient")),
    ),
    "brand_loyalty": (
        Pole(("flexible", "pragmatic"), ("fickle", "hard to please"), 0.3),
        Pole(("loyal", "steadfast"), ("inflexible", "slow to admit a mistake")),
    ),
    "novelty_seeking": (
        Pole(("traditional", "steady in habits"), ("resistant to change", "cautious to a fault")),
        Pole(("adventurous", "trend-conscious"), ("impulsive", "easily bored", "restless"), 0.45),
    ),
    "privacy_concern": (
        Pole(("open-hearted", "unguarded"), ("indiscreet",), 0.2),
        Pole(("discreet", "private"), ("guarded", "secretive"), 0.3),
    ),
    "family_orientation": (
        Pole(("self-directed", "independent"), ("detached",), 0.3),
        Pole(("family-minded", "protective"), ("overprotective", "self-sacrificing")),
    ),
    "optimism": (
        Pole(("realistic", "sober"), ("pessimistic", "resigned"), 0.5),
        Pole(("optimistic", "cheerful"), ("overconfident",), 0.15),
    ),
}
CRITICAL = frozenset(word for poles in _TRAITS.values() for pole in poles for word in pole.unkind)
#: Every trait there is a word for.
WORDS = CRITICAL.union(*(pole.kind for poles in _TRAITS.values() for pole in poles))

_CLASHES = (
    {"patient", "impatient", "short-tempered"},
    {"cheerful", "moody", "withdrawn"},
    {"open-minded", "rigid", "resistant to change", "inflexible", "unadventurous", "curious"},
    {"calm", "even-tempered", "restless", "short-tempered", "impulsive"},
    {"spontaneous", "cautious to a fault", "steady in habits", "methodical"},
    {"easygoing", "fussy", "hard to please", "argumentative"},
    {"flexible", "stubborn", "rigid", "resistant to change"},
    {"impulsive", "cautious to a fault", "watchful", "sober"},
    {"adventurous", "unadventurous", "anxious"},
    {"independent", "obedient", "independent-minded", "self-directed"},
    {"kind", "detached", "indifferent"},
    {"private", "talkative", "attention-seeking", "open-hearted"},
    {"open-hearted", "secretive", "hard to read", "reserved", "suspicious"},
    {"trusting", "anxious", "watchful"},
    {"realistic", "dreamy"},
    {"practical", "dreamy", "impulsive"},
    {"fickle", "steady", "traditional"},
    {"steady", "steady in habits", "steadfast"},
    {"generous", "detached"},
)

# disposition -> (values at the low end, values at the high end)
_VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "openness": (("tradition", "common sense"), ("learning", "fresh ideas")),
    "conscientiousness": (("ease", "spontaneity"), ("hard work", "order")),
    "extraversion": (("peace and quiet", "modesty"), ("friendship", "good company")),
    "agreeableness": (("plain speaking", "honesty"), ("kindness", "harmony")),
    "neuroticism": (("composure", "resilience"), ("safety", "security")),
    "price_sensitivity": (("quality", "comfort"), ("thrift", "value for money")),
    "institutional_trust": (("self-reliance", "accountability"), ("fairness", "public order")),
    "brand_loyalty": (("choice", "open comparison"), ("loyalty", "reliability")),
    "novelty_seeking": (("stability", "familiar routines"), ("freedom", "new experiences")),
    "privacy_concern": (("openness", "sharing"), ("privacy", "discretion")),
    "family_orientation": (("independence", "personal space"), ("family", "duty to family")),
    "optimism": (("realism", "prudence"), ("progress", "hope")),
}
_DEVOUT_BELOW = 0.6


def traits(person: Person) -> tuple[str, ...]:
    """3-5 words, the strongest leanings first; about four people in five get an unkind one."""
    draw = person.draw("traits")
    wanted, chosen = draw.choice((3, 4, 4, 5)), list[str]()
    for name, high in _strongest(person):
        pole = _TRAITS[name][high]
        words = pole.unkind if draw.random() < pole.unkindness else pole.kind
        word = person.choice(f"trait/{name}/{high}/{words is pole.unkind}", words)
        if not any(word in clash and clash & set(chosen) for clash in _CLASHES):
            chosen.append(word)
        if len(chosen) == wanted:
            break
    return tuple(chosen)


def values(person: Person) -> tuple[str, ...]:
    """2-5 values, dearest first; faith is among them for believers who hold to tradition."""
    draw = person.draw("values")
    wanted, chosen = draw.choice((2, 3, 3, 4, 5)), list[str]()
    if "religious" in person.flags and person.cast.dispositions.openness < _DEVOUT_BELOW:
        chosen += ["faith"] if draw.random() < 0.5 else []
    for name, high in _strongest(person):
        chosen.append(person.choice(f"value/{name}/{high}", _VALUES[name][high]))
        if len(chosen) >= wanted:
            break
    return tuple(chosen)


def _strongest(person: Person) -> Iterator[tuple[str, bool]]:
    """(disposition, whether it is the high end), furthest from average first."""
    scores = {name: getattr(person.cast.dispositions, name) for name in _TRAITS}
    for name in sorted(scores, key=lambda name: -abs(scores[name] - 0.5)):
        yield name, scores[name] >= 0.5
