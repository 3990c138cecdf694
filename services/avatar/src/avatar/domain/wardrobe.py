"""Clothing by occupation: what people wear to work, in that work's colours."""

import re
from dataclasses import dataclass
from typing import Final

from python_avatars import ClothingType


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """Garments and fabric colours (`#RRGGBB`); `jackets` colours what a blazer leaves fixed."""

    garments: tuple[ClothingType, ...]
    fabrics: tuple[str, ...]
    jackets: tuple[str, ...] = ("#3A4C5A",)


_BRIGHT: Final = (
    "#D9534F",
    "#3E7CB1",
    "#5B8E7D",
    "#F2C14E",
    "#8E5A9B",
    "#2F4858",
    "#E08E45",
    "#F4F1EA",
    "#C06C84",
    "#7A8B99",
    "#2A9D8F",
)
_CASUAL: Final = Wardrobe(
    (
        ClothingType.SHIRT_CREW_NECK,
        ClothingType.SHIRT_V_NECK,
        ClothingType.COLLAR_SWEATER,
        ClothingType.SHIRT_CREW_NECK,
        ClothingType.HOODIE,
    ),
    _BRIGHT,
)
_MATURE: Final = Wardrobe(
    (ClothingType.COLLAR_SWEATER, ClothingType.SHIRT_CREW_NECK, ClothingType.SHIRT_V_NECK),
    ("#6B7F8C", "#8C5E58", "#4F6D5A", "#B79B6C", "#5C5470", "#3E5C76", "#A26769", "#7D8471"),
)
_OFFICE: Final = Wardrobe(
    (
        ClothingType.BLAZER_SHIRT,
        ClothingType.COLLAR_SWEATER,
        ClothingType.BLAZER_SWEATER,
        ClothingType.BLAZER_SHIRT,
    ),
    ("#F7F7F5", "#CFE0F0", "#F3D9DC", "#8FA9C4", "#B5C9B7", "#E9DFC7", "#B56576"),
    ("#33475B", "#3B3B42", "#5B4A42", "#26547C", "#4F5D4A", "#6A4154", "#7B7F86", "#2F5D62"),
)
_SCHOOL: Final = Wardrobe(
    (ClothingType.COLLAR_SWEATER, ClothingType.BLAZER_SWEATER),
    ("#4E7D96", "#8A5A83", "#5A8F69", "#B5654A", "#C19A3E", "#41566E", "#A05C6B"),
    ("#5B4A42", "#33475B", "#4F5D4A", "#6A4154"),
)
_HEALTH: Final = Wardrobe(
    (ClothingType.SHIRT_V_NECK,),
    ("#5FB3B3", "#7FB7D6", "#F2F6F7", "#3F7F93", "#8CC5A2", "#4C6FA5", "#B9A5D0"),
)
_KITCHEN: Final = Wardrobe(
    (ClothingType.CHEF, ClothingType.CHEF, ClothingType.SHIRT_CREW_NECK),
    ("#F7F9F9", "#E4E7E8", "#3C444B", "#C9D6DF", "#E8DCC8", "#7C3A3A"),
)
_ON_DUTY: Final = Wardrobe(
    (ClothingType.COLLAR_SWEATER,),
    ("#2B3A55", "#4A5D4E", "#E9EDF0", "#6C5B3F", "#3F4A56"),
)
_ON_THE_ROAD: Final = Wardrobe(
    (ClothingType.HOODIE, ClothingType.SHIRT_CREW_NECK, ClothingType.COLLAR_SWEATER),
    ("#2E9E5B", "#E2703A", "#30475E", "#C8442F", "#3F7CAC", "#4A4E54", "#E0A526"),
)
_MANUAL: Final = Wardrobe(
    (ClothingType.OVERALL, ClothingType.SHIRT_CREW_NECK, ClothingType.OVERALL),
    ("#3F6184", "#5B6770", "#8A6B4B", "#4C6B4F", "#C7772E", "#31485F", "#7B4B3A"),
)

# The first line that matches wins; each word is the beginning of a word in the occupation.
_BY_WORK: Final = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), wardrobe)
    for words, wardrobe in (
        ("retire|pension", _MATURE),
        ("student|pupil|unemployed|content creator|influencer|gamer|artist|musician", _CASUAL),
        ("guard|security|police|soldier|military|firefight|pilot|flight|seafarer", _ON_DUTY),
        ("cook|chef|baker|pastry|kitchen|food stall|barista|waiter|waitress", _KITCHEN),
        ("nurs|doctor|physician|midwi|dentist|pharmac|medic|health|therap|caregiver", _HEALTH),
        ("driver|courier|rider|deliver|motorcycle-taxi|conductor", _ON_THE_ROAD),
        ("mechanic|construct|factory|farm|carpent|plumb|electrician|weld|labour|labor", _MANUAL),
        ("fisher|miner|mason|porter|warehouse|operator|machin|technician|smallholder", _MANUAL),
        ("cleaner|domestic|housekeep|gardener|grower|livestock|weaver|tailor", _CASUAL),
        ("teach|lectur|professor|tutor|school|librarian|research", _SCHOOL),
        ("manag|execut|director|analyst|account|financ|bank|marketing", _OFFICE),
        ("law|attorney|consult|engineer|offic|official|agent|human resource|hr|civil", _OFFICE),
        ("clerk|admin|secretar|sales|profession|business|architect|entrepreneur|insur", _OFFICE),
    )
)


def wardrobe(occupation: str, age: int, *, modest: bool) -> Wardrobe:
    """What someone of that occupation and age wears; `modest` leaves out open necklines."""
    worn = _for_work(occupation, age)
    if not modest:
        return worn
    closed = tuple(g for g in worn.garments if g is not ClothingType.SHIRT_V_NECK)
    return Wardrobe(closed or (ClothingType.SHIRT_CREW_NECK,), worn.fabrics, worn.jackets)


def _for_work(occupation: str, age: int) -> Wardrobe:
    if age < 16:
        return _CASUAL
    matching = (wardrobe for words, wardrobe in _BY_WORK if words.search(occupation))
    return next(matching, _MATURE if age >= 60 else _CASUAL)
