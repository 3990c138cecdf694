"""Pictures that others have made: untrusted bytes -> renditions, or a reason against them."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from suara.pictures.png import stripped
from suara.pictures.webp import Renditions, webps

PNG_PIXELS: Final = 1024
LEAST_PIXELS: Final = 256
MOST_PIXELS: Final = 4096
FORMATS: Final = ("PNG", "JPEG", "WEBP")
# 90 ms for a photograph, where the usual level takes 250 ms for a file a tenth smaller.
_COMPRESS_LEVEL: Final = 1


class UnusableError(Exception):
    """The bytes are no picture to be shown. The text says why."""


def received(content: bytes) -> Renditions:
    """A square PNG of at most PNG_PIXELS without metadata, and WebP copies of WEBP_PIXELS.

    Takes about 50 ms of one core for a photograph of PNG_PIXELS, most of it without the
    interpreter's lock, and 150 MB for one of MOST_PIXELS: let few wait for it at once.

    Raises:
        UnusableError: not a single picture in one of FORMATS, or too small or large.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            _check(image)
            image.load()
            return _renditions(image, content)
    except UnusableError:
        raise
    except Exception:  # made-up bytes make decoders raise anything
        raise UnusableError("it cannot be decoded") from None


def _check(image: Image.Image) -> None:
    """Before anything is decoded: only the header has been read."""
    if max(image.size) > MOST_PIXELS or min(image.size) < LEAST_PIXELS:
        raise UnusableError(f"it has {image.width} by {image.height} pixels")
    if getattr(image, "is_animated", False):
        raise UnusableError("it is animated")


def _renditions(image: Image.Image, content: bytes) -> Renditions:
    as_wanted = image.size == (PNG_PIXELS, PNG_PIXELS) and image.mode in ("RGB", "RGBA")
    if image.format == "PNG" and as_wanted:
        return Renditions(stripped(content), webps(image))
    side = min(PNG_PIXELS, *image.size)
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    square = ImageOps.fit(plain, (side, side))
    square.info.clear()
    png = BytesIO()
    square.save(png, "PNG", compress_level=_COMPRESS_LEVEL)
    return Renditions(png.getvalue(), webps(square))
