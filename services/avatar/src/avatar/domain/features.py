"""Marks of age and gender that python-avatars does not have, as SVG in its 264 x 280 frame.

The eyes lie at (106, 112) and (158, 112), the nose ends at (132, 138) and the mouth is centred
on (132, 155); what comes in pairs is drawn for the left half and mirrored about x = 132.
"""

from typing import Final

from python_avatars import EyeType, HatType, MouthType

from avatar.domain.appearance import Appearance

# Lines of age: from which age on, and the path. Bags, folds and crow's feet are mirrored ...
_HALF_LINES: Final = (
    (36, '<path d="M97,123q8,5 16,1"/>'),
    (50, '<path d="M116,133q-9,6 -10,17M87,108l-6,-3M86,113l-7,0"/>'),
    (58, '<path d="M87,118l-6,3M99,127q6,3 12,1"/>'),
    (66, '<path d="M105,158q-2,6 0,11M86,136q2,9 8,14"/>'),
)
# ... and the forehead's run across.
_FULL_LINES: Final = (
    (58, '<path d="M108,83q24,-8 48,0"/>'),
    (66, '<path d="M114,75q18,-6 36,0"/>'),
)
_LINE_COLOURS: Final = ("#3A2015", "#F3D9C4")  # a dark one does not show on dark skin
_LASHES: Final = '<path d="M95,106q1,2 3.5,3.5Q103,101 113,107.5M92.5,110q2.5,1.5 5,1.5"/>'
_CLOSED_LASHES: Final = '<path d="M94,112l-5,-2M95,108.5l-4,-4"/>'
_EARRING: Final = '<circle cx="70" cy="135" r="3.8"/>'
_BLUSH: Final = '<ellipse cx="90" cy="136" rx="11" ry="7"/>'

_CLOSED_LIPS: Final = "M38,17Q47,12.5 51,13.5Q54,15 57,13.5Q61,12.5 70,17Q62,28 54,28Q46,28 38,17Z"
_LIPS: Final = {
    MouthType.SMILE: "M35.5,15C36.5,24.5 44.5,32 54,32C63.5,32 71.5,24.5 72.5,15"
    "C72.5,13.5 72,13 71,13H37C36,13 35.5,14 35.5,15Z",
    MouthType.BIG_SMILE: "M29,15.5C30.5,25 38,35 54,35C70,35 77.5,25 79,15C79,14 78.5,13 77,13"
    "H31C29.5,13 29,14 29,15.5Z",
}
_LIP_COLOUR: Final = "#B0413E"


def drawing(appearance: Appearance) -> str:
    """One SVG group, to be drawn above the face and below hair and glasses."""
    marks = _age(appearance) + _gender(appearance)
    return f'<g fill="none" stroke-linecap="round">{marks}</g>'


def _age(appearance: Appearance) -> str:
    age = appearance.age
    if age < 14:
        return _both_sides(f'<g fill="#E2574C" fill-opacity="0.18">{_BLUSH}</g>')
    half = "".join(line for since, line in _HALF_LINES if age >= since)
    full = "".join(line for since, line in _FULL_LINES if age >= since)
    colour, opacity = _line(appearance.skin, 62 if age >= 66 else 50)
    style = f'stroke="{colour}" stroke-width="2" stroke-opacity="{opacity:.2f}"'
    return f"<g {style}>{_both_sides(half)}{full}</g>"


def _line(skin: str, contrast: float) -> tuple[str, float]:
    """Colour and opacity of a line that differs from the skin by so many grey tones, of 255."""
    apart = {colour: abs(_grey(colour) - _grey(skin)) for colour in _LINE_COLOURS}
    colour = max(apart, key=apart.__getitem__)
    return colour, contrast / apart[colour]


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.3 * red + 0.6 * green + 0.1 * blue


def _gender(appearance: Appearance) -> str:
    if appearance.gender != "Female":
        return ""
    lashes = _CLOSED_LASHES if appearance.eyes is EyeType.HAPPY else _LASHES
    drawn = _both_sides(f'<g stroke="#1A1210" stroke-width="2.4" stroke-opacity="0.8">{lashes}</g>')
    if appearance.age >= 16:
        drawn += _lips(appearance.mouth)
        if appearance.top is not HatType.HIJAB:
            drawn += _both_sides(f'<g fill="#E0B040">{_EARRING}</g>')
    return drawn


def _lips(mouth: MouthType) -> str:
    outline = _LIPS.get(mouth)
    if outline is None:
        shape = f'<path d="{_CLOSED_LIPS}" fill="{_LIP_COLOUR}" fill-opacity="0.85"/>'
        seam = '<path d="M40,17.5Q54,22 68,17.5" stroke="#5A1E1C" stroke-width="1.6"/>'
        return f'<g transform="translate(78 134)">{shape}{seam}</g>'
    style = f'stroke="{_LIP_COLOUR}" stroke-width="3.6" stroke-opacity="0.9"'
    return f'<g transform="translate(78 134)"><path d="{outline}" {style}/></g>'


def _both_sides(left: str) -> str:
    return f'{left}<g transform="matrix(-1 0 0 1 264 0)">{left}</g>'
