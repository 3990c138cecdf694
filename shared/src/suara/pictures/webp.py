"""The sizes that are kept of a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

WEBP_PIXELS: Final = (128, 256, 512)


@dataclass(frozen=True, slots=True)
class Renditions:
    """A square picture without metadata: the original, and smaller copies by width in pixels."""

    png: bytes
    webp: Mapping[int, bytes]


def webp(picture: Image.Image, pixels: int) -> bytes:
    """A square picture as WebP of that width, without metadata."""
    # The gap lets whole numbers of pixels be averaged first: a third of the time, the same picture.
    small = picture.resize((pixels, pixels), Image.Resampling.BOX, reducing_gap=1.0)
    small.info.clear()
    encoded = BytesIO()
    small.save(encoded, format="WEBP", quality=88, method=2)
    return encoded.getvalue()
