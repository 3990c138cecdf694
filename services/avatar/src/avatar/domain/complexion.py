"""Skin and natural hair colours: a range for every market, never one tone per country.

The ranges are drawn by hand after the ten-step Monk skin tone scale; no statistics lie behind
the weights. They only keep the ends of a market's range rarer than its middle.
"""

from typing import Final
from uuid import UUID

from avatar.domain.spread import weighted

# Light to dark. The flat drawing style needs warmer tones than a photograph.
TONES: Final = (
    "#FBE0CB",
    "#F5D0AF",
    "#EDBE94",
    "#E0A97C",
    "#CF9465",
    "#B97D51",
    "#9C6540",
    "#7F5033",
    "#623E29",
    "#472D20",
)

# Weight of each tone in TONES.
_BROAD: Final = (2, 3, 3, 3, 3, 3, 3, 2, 2, 2)
_MARITIME_SOUTHEAST_ASIA: Final = (0, 1, 3, 5, 6, 4, 2, 0.5, 0.2, 0)
_EAST_ASIA: Final = (1, 4, 6, 5, 3, 1, 0, 0, 0, 0)
_SOUTH_ASIA: Final = (0, 0.5, 2, 3, 5, 6, 5, 3, 1, 0)
_EUROPE: Final = (6, 7, 5, 2, 1, 1, 0.7, 0.5, 0.5, 0.3)
_AFRICA: Final = (0, 0, 0, 0.3, 1, 2, 4, 6, 6, 5)
_MIDDLE_EAST: Final = (1, 3, 5, 5, 4, 2, 1, 0.5, 0.3, 0)

_MARKETS: Final = (
    ("ID PH MY BN TL", _MARITIME_SOUTHEAST_ASIA),
    ("VN TH LA CN TW HK MO JP KR MN", _EAST_ASIA),
    ("IN BD LK NP PK MV", _SOUTH_ASIA),
    ("AT BE BG CH CZ DE DK EE ES FI FR GB GR HR HU IE IS IT", _EUROPE),
    ("LT LU LV NL NO PL PT RO SE SI SK UA", _EUROPE),
    ("NG GH KE UG TZ RW ET SN CI CM CD AO ZM ZW MZ ML BF BJ TG", _AFRICA),
    ("EG MA DZ TN LY JO LB SY IQ IR SA AE KW QA BH OM YE TR", _MIDDLE_EAST),
)

_DARK_HAIR: Final = {"#1F1816": 5, "#2B1F1B": 5, "#38271F": 2, "#4A3226": 0.7}
_MIXED_HAIR: Final = {
    "#1F1816": 1,
    "#38271F": 3,
    "#5A3B28": 4,
    "#7A5234": 3,
    "#A9763F": 2.5,
    "#C79A55": 1.5,
    "#8C4526": 0.7,
}


def skin(persona: UUID, market: str) -> str:
    """A skin tone, `#RRGGBB`, within the range of the market (any tone for an unknown one)."""
    weights = dict(zip(TONES, _range(market), strict=True))
    return weighted(persona, "skin", weights)


def natural_hair(persona: UUID, market: str, skin_tone: str) -> str:
    """The hair colour of the persona's youth, `#RRGGBB`.

    Light hair is drawn only for European markets, and there only with the lighter skin tones.
    """
    fair = TONES.index(skin_tone) < 3 and _range(market) is _EUROPE
    return weighted(persona, "hair colour", _MIXED_HAIR if fair else _DARK_HAIR)


def _range(market: str) -> tuple[float, ...]:
    codes_and_ranges = ((codes.split(), weights) for codes, weights in _MARKETS)
    return next((weights for codes, weights in codes_and_ranges if market.upper() in codes), _BROAD)
