"""Images that people bring: untrusted bytes -> the same picture, made anew."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from api_gateway.domain.errors import (
    TooLargeError,
    UnsupportedTypeError,
    UnusableContentError,
)

MAX_BYTES: Final = 5 * 1024 * 1024
TOO_LARGE: Final = f"An image may have {MAX_BYTES // 1024**2} MiB at most."
LEAST_PIXELS: Final = 64
MOST_PIXELS: Final = 4096
EXTENSIONS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}

_FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_SAVED: Final[dict[str, dict[str, int]]] = {
    "image/png": {"compress_level": 4},
    "image/jpeg": {"quality": 92},
    "image/webp": {"quality": 92, "method": 2},
}
_SIZES: Final = f"an image has {LEAST_PIXELS} to {MOST_PIXELS:,} pixels a side"
# How files begin, to say what somebody sent instead.
_BEGINNINGS: Final = (
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"RIFF....WEBP", "image/webp"),
    (rb"GIF8[79]a", "a GIF"),
    (rb"BM", "a BMP"),
    (rb"II\*\0|MM\0\*", "a TIFF"),
    (rb"....ftyp(?:avif|avis)", "an AVIF"),
    (rb"....ftyp(?:hei|mif1|msf1)", "a HEIC"),
    (rb"%PDF", "a PDF"),
    (rb"PK\x03\x04", "a ZIP archive"),
    (rb"(?i)\s*(?:<\?xml[^>]*>\s*)?<svg", "an SVG"),
    (rb"(?i)\s*<(?:!doctype|html|script)", "a web page"),
)


@dataclass(frozen=True, slots=True)
class Remade:
    """A picture without anything that its maker put beside it. Sizes in pixels."""

    content: bytes
    content_type: str
    width: int
    height: int


def remade(content: bytes, declared: str) -> Remade:
    """The picture, upright, encoded anew in its own format: what was hidden in the file is gone.

    declared: the Content-Type. Takes up to two seconds of a core, and 200 MB, for the largest.

    Raises:
        TooLargeError: more than MAX_BYTES.
        UnsupportedTypeError: not of one of EXTENSIONS, or of another than declared.
        UnusableContentError: broken, animated, or of a size that is not taken.
    """
    content_type = _type_of(content, declared)
    if len(content) > MAX_BYTES:
        raise TooLargeError(TOO_LARGE)
    try:
        with Image.open(BytesIO(content), formats=(_FORMATS[content_type],)) as image:
            _check(image, content_type)
            return _encoded(ImageOps.exif_transpose(image), content_type)
    except UnusableContentError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusableContentError(f"The image is far too large: {_SIZES}.") from None
    except Exception:  # made-up bytes make decoders raise anything
        raise UnusableContentError(
            "The image cannot be decoded: it is cut off or damaged."
        ) from None


def _type_of(content: bytes, declared: str) -> str:
    """The type, declared and true."""
    wanted = declared.partition(";")[0].strip().lower()
    wanted = "image/jpeg" if wanted == "image/jpg" else wanted
    taken = ", ".join(EXTENSIONS)
    if wanted not in EXTENSIONS:
        raise UnsupportedTypeError(f"The Content-Type of an image is one of {taken}.")
    found = next((name for begin, name in _BEGINNINGS if re.match(begin, content, re.DOTALL)), None)
    if found != wanted:
        what = found or ("empty" if not content else "something else")
        raise UnsupportedTypeError(f"The content is declared as {wanted}, but it is {what}.")
    return wanted


def _check(image: Image.Image, content_type: str) -> None:
    """Before anything is decoded: only the header has been read."""
    if max(image.size) > MOST_PIXELS or min(image.size) < LEAST_PIXELS:
        raise UnusableContentError(
            f"The image has {image.width:,} by {image.height:,} pixels: {_SIZES}."
        )
    # Cameras put a second JPEG behind the first, with depth or brightness: that is no animation.
    if content_type != "image/jpeg" and getattr(image, "is_animated", False):
        raise UnusableContentError("The image is animated: send a single picture.")


def _encoded(image: Image.Image, content_type: str) -> Remade:
    opaque = content_type == "image/jpeg" or not image.has_transparency_data
    plain = image.convert("RGB" if opaque else "RGBA")
    plain.info.clear()
    encoded = BytesIO()
    plain.save(encoded, _FORMATS[content_type], **_SAVED[content_type])
    return Remade(encoded.getvalue(), content_type, plain.width, plain.height)
