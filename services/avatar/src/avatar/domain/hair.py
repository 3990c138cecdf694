"""Hair: style by gender and age, baldness, greying, beards and hijab."""

from typing import Final
from uuid import UUID

from python_avatars import FacialHairType, HairType

from avatar.domain.spread import unit, weighted

GREYS: Final = ("#7D7873", "#A3A09C", "#C6C3C0", "#E4E2DF")

_YOUNG_WOMEN: Final = (
    HairType.BOB,
    HairType.BUN,
    HairType.CURVY,
    HairType.LONG_NOT_TOO_LONG,
    HairType.MIA_WALLACE,
    HairType.STRAIGHT_1,
    HairType.STRAIGHT_STRAND,
    HairType.LOOSE_HAIR,
    HairType.BIG_HAIR,
    HairType.CURLY,
)
_OLDER_WOMEN: Final = (
    HairType.BOB,
    HairType.BUN,
    HairType.LONG_NOT_TOO_LONG,
    HairType.MIA_WALLACE,
    HairType.STRAIGHT_1,
    HairType.STRAIGHT_STRAND,
    HairType.LOOSE_HAIR,
    HairType.PIXIE,
    HairType.CURVY,
    HairType.CURLY,
)
_YOUNG_MEN: Final = (
    HairType.SHORT_FLAT,
    HairType.SHORT_ROUND,
    HairType.SHORT_WAVED,
    HairType.SHORT_CURLY,
    HairType.CAESAR,
    HairType.CAESAR_SIDE_PART,
    HairType.QUIFF,
    HairType.POMPADOUR,
    HairType.BUZZCUT,
    HairType.SHORT_DREADS_1,
    HairType.SHAGGY,
    HairType.PIXIE,
)
_OLDER_MEN: Final = (
    HairType.SHORT_FLAT,
    HairType.SHORT_ROUND,
    HairType.SHORT_WAVED,
    HairType.SHORT_CURLY,
    HairType.CAESAR,
    HairType.CAESAR_SIDE_PART,
    HairType.QUIFF,
    HairType.BUZZCUT,
)
_BALD: Final = (HairType.SIDES, HairType.NONE)


def styles(persona: UUID, age: int, gender: str) -> tuple[HairType, ...]:
    """The styles that suit; the caller deals one of them."""
    if gender == "Female":
        return _OLDER_WOMEN if age >= 50 else _YOUNG_WOMEN
    if unit(persona, "bald") < bald_share(age):
        return _BALD
    return _OLDER_MEN if age >= 40 else _YOUNG_MEN


def bald_share(age: int) -> float:
    """Share of men of that age drawn with little or no hair on top.

    Between what Paik et al. (2001) found among Korean men (11 % in their forties to 47 % over
    seventy) and the higher European figures.
    """
    steps = ((70, 0.55), (60, 0.42), (50, 0.3), (40, 0.14), (30, 0.04))
    return next((share for since, share in steps if age >= since), 0.0)


def colour(persona: UUID, age: int, gender: str, natural: str) -> str:
    """`natural`, or one of GREYS: never before 40, rising from 45 on, always from 65 on.

    Women below 65 are drawn grey less often because many dye their hair.
    """
    share = min(1.0, max(0.0, (age - 40) / 25)) if age >= 45 else 0.0
    if gender == "Female" and age < 65:
        share *= 0.6
    if unit(persona, "grey") >= share:
        return natural
    weights = (6, 3, 0, 0) if age < 55 else (2, 5, 2, 0) if age < 65 else (0, 2, 4, 4)
    return weighted(persona, "which grey", dict(zip(GREYS, weights, strict=True)))


def beard(persona: UUID, age: int, gender: str) -> FacialHairType:
    """Facial hair, for about every third grown man: a drawing choice, not a statistic."""
    shares = ((45, 0.38), (25, 0.3), (19, 0.12))
    share = next((share for since, share in shares if age >= since), 0.0)
    if gender != "Male" or unit(persona, "beard") >= share:
        return FacialHairType.NONE
    return weighted(
        persona,
        "which beard",
        {
            FacialHairType.BEARD_LIGHT: 4,
            FacialHairType.BEARD_MEDIUM: 2,
            FacialHairType.MOUSTACHE_MAGNUM: 3 if age >= 45 else 0.4,
        },
    )


def wears_hijab(persona: UUID, age: int, gender: str, market: str, religion: str | None) -> bool:
    """Whether to draw a hijab: women and girls from twelve on, and only when religion is Islam.

    Shares: Germany 0.3 (survey "Muslimisches Leben in Deutschland 2020"); Indonesia 0.75
    (reported by the Women's Media Center in 2022); 0.6 elsewhere, an estimate.
    """
    if gender != "Female" or age < 12 or not _is_islam(religion):
        return False
    return unit(persona, "hijab") < {"DE": 0.3, "ID": 0.75}.get(market.upper(), 0.6)


def _is_islam(religion: str | None) -> bool:
    words = (religion or "").casefold().replace(",", " ").split()
    return any(word in {"islam", "islamic", "muslim", "sunni", "shia"} for word in words)
