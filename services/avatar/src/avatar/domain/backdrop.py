"""What is behind a person: a plain colour and one large shape, so that a group is told apart."""

from dataclasses import dataclass
from typing import Final, Literal

Motif = Literal["disc", "slope", "horizon", "arch", "beam", "halves"]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A ground colour and a shape colour, both `#RRGGBB`."""

    ground: str
    shape: str
    motif: Motif


# Each motif appears once light on dark and once dark on light: members of a group then differ in
# grey tones too, for people who do not tell hues apart and for hashes, which see no hue at all.
BACKDROPS: Final = (
    Backdrop("#E4F0F8", "#6FA3CC", "disc"),
    Backdrop("#2F5D62", "#8FC1B5", "disc"),
    Backdrop("#FBE7E9", "#D67F8E", "slope"),
    Backdrop("#3E5F82", "#93B5D3", "slope"),
    Backdrop("#FBF1CF", "#DDB040", "arch"),
    Backdrop("#64538F", "#B3A3DA", "arch"),
    Backdrop("#E2F1E6", "#62A97C", "horizon"),
    Backdrop("#3F7F70", "#A9D3BF", "horizon"),
    Backdrop("#F0E6F7", "#A480C6", "beam"),
    Backdrop("#9B4453", "#E0A0A8", "beam"),
    Backdrop("#EEF0F1", "#8D9BA6", "halves"),
    Backdrop("#4D6B41", "#A5BF95", "halves"),
)

_SHAPES: Final[dict[Motif, str]] = {
    "disc": '<circle cx="132" cy="132" r="118"/>',
    "slope": '<path d="M-8,0H92L272,280H-8Z"/>',
    "horizon": '<path d="M-8,150H272V280H-8Z"/>',
    "arch": '<path d="M30,280V124a102,102 0 0 1 204,0V280Z"/>',
    "halves": '<path d="M132,0H272V280H132Z"/>',
    "beam": '<path d="M150,0H272V120L112,280H-8V158Z"/>',
}


def drawing(backdrop: Backdrop) -> str:
    """One SVG group that fills the square from (-8, 0) to (272, 280)."""
    return (
        f'<g><rect x="-8" width="280" height="280" fill="{backdrop.ground}"/>'
        f'<g fill="{backdrop.shape}">{_SHAPES[backdrop.motif]}</g></g>'
    )
