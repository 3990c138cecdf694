"""Pictures that others made: what is accepted, what is taken out, what is refused."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from suara.pictures.png import stripped
from suara.pictures.received import UnusableError, received

SECRET = b"Somebody's own name"


def picture(
    kind: str, size: tuple[int, int] = (1024, 1024), mode: str = "RGB", **how: Any
) -> bytes:
    file, exif = BytesIO(), Image.Exif()
    exif[0x013B] = SECRET.decode()
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.save(file, kind, **({"exif": exif} if kind != "GIF" else {}), **how)
    return file.getvalue()


def tagged(size: tuple[int, int] = (1024, 1024)) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET.decode())
    return picture("PNG", size, pnginfo=told)


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(1024, 1024), (512, 512), (1536, 1024), (256, 300), (4096, 4096)])
def test_any_still_picture_becomes_a_square_png_with_smaller_copies(
    kind: str, size: tuple[int, int]
) -> None:
    made = received(picture(kind, size))
    side = min(*size, 1024)
    assert (opened(made.png).format, opened(made.png).size) == ("PNG", (side, side))
    for pixels, copy in made.webp.items():
        assert (opened(copy).format, opened(copy).size) == ("WEBP", (pixels, pixels))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "LA", "1"])
def test_pixels_stay_what_they_are(mode: str) -> None:
    sent = picture("PNG", mode=mode)
    png = received(sent).png
    assert opened(png).convert("RGBA").tobytes() == opened(sent).convert("RGBA").tobytes()


@pytest.mark.parametrize(
    "sent",
    [tagged(), tagged((600, 600)), tagged() + SECRET, picture("JPEG"), picture("WEBP")],
    ids=["as wanted", "scaled", "after the end", "jpeg", "webp"],
)
def test_nothing_but_the_picture_is_kept(sent: bytes) -> None:
    assert SECRET in sent
    made = received(sent)
    for kept in (made.png, *made.webp.values()):
        assert SECRET not in kept
        image = opened(kept)
        assert not image.getexif()
        assert not {"exif", "Author", "icc_profile", "xmp"} & set(image.info)


def test_a_picture_as_wanted_is_not_compressed_anew() -> None:
    sent = tagged()
    assert stripped(sent) == received(sent).png
    assert stripped(stripped(sent)) == stripped(sent)


def animated(kind: str) -> bytes:
    file = BytesIO()
    frames = [Image.new("RGB", (1024, 1024), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def bomb(side: int) -> bytes:
    """A few bytes that claim to be a picture of that width and height."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def damaged() -> bytes:
    sent = bytearray(picture("PNG"))
    sent[sent.index(b"IDAT") + 100] ^= 0xFF
    return bytes(sent)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "decoded"),
        (b"<html></html>", "decoded"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "decoded"),
        (picture("PNG")[:-40], "decoded"),
        (picture("JPEG")[:3_000], "decoded"),
        (damaged(), "decoded"),
        (animated("GIF"), "decoded"),
        (animated("PNG"), "animated"),
        (animated("WEBP"), "animated"),
        (picture("BMP"), "decoded"),
        (picture("TIFF"), "decoded"),
        (bomb(9_000), "9000 by 9000"),
        (bomb(30_000), "decoded"),
        (picture("PNG", (255, 1024)), "255 by 1024"),
        (picture("PNG", (4097, 256)), "4097 by 256"),
    ],
)
def test_anything_else_is_refused_with_the_reason(sent: bytes, reason: str) -> None:
    with pytest.raises(UnusableError, match=reason):
        received(sent)


SMALL = picture("PNG", (256, 256))


@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=30))
def test_a_damaged_picture_is_shown_or_refused_and_nothing_else(at: int, junk: bytes) -> None:
    try:
        png = received(SMALL[:at] + junk + SMALL[at + len(junk) :]).png
    except UnusableError:
        return
    assert opened(png).format == "PNG"
