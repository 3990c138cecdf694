"""Small copies of pictures."""

from io import BytesIO

from PIL import Image


def webp(picture: Image.Image, pixels: int) -> bytes:
    """A square picture as WebP of that width, without metadata."""
    small = picture.resize((pixels, pixels), Image.Resampling.BOX)
    small.info.clear()
    encoded = BytesIO()
    small.save(encoded, format="WEBP", quality=88, method=2)
    return encoded.getvalue()
