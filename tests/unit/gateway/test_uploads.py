"""Images that people bring: what is taken, what is left of it, what is refused."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from api_gateway.domain.errors import (
    RefusedError,
    TooLargeError,
    UnsupportedTypeError,
    UnusableContentError,
)
from api_gateway.domain.images import is_image_id
from api_gateway.domain.uploads import MAX_BYTES, remade

SECRET = "Somebody's own name"
ORIENTATION, AUTHOR = 0x0112, 0x013B
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
KINDS = pytest.mark.parametrize("kind", TYPES)
MODES = ("RGB", "L", "P", "RGBA")
UNKNOWN_TO_JPEG = {("JPEG", "P"), ("JPEG", "RGBA")}


def picture(
    kind: str, size: tuple[int, int] = (80, 64), mode: str = "RGB", turned: int = 1, **how: Any
) -> bytes:
    file, exif = BytesIO(), Image.Exif()
    exif[AUTHOR], exif[ORIENTATION] = SECRET, turned
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.save(file, kind, **({"exif": exif} if kind in TYPES else {}), **how)
    return file.getvalue()


def png(width: int, height: int) -> bytes:
    """A file that claims a size; its content is of 1,000 bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind in TYPES for mode in MODES if (kind, mode) not in UNKNOWN_TO_JPEG],
)
def test_a_picture_stays_what_it_is_without_what_else_was_in_the_file(kind: str, mode: str) -> None:
    sent = picture(kind, mode=mode) + b"<script>alert(1)</script>"
    made = remade(sent, TYPES[kind])
    image = Image.open(BytesIO(made.content))
    assert (image.format, image.size, made.content_type) == (kind, (80, 64), TYPES[kind])
    assert (made.width, made.height) == (80, 64)
    assert SECRET.encode() in sent
    assert SECRET.encode() not in made.content
    assert b"<script>" not in made.content
    assert not image.getexif()
    assert "icc_profile" not in image.info
    assert made == remade(sent, TYPES[kind])


def test_text_in_a_png_is_left_out() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET)
    assert SECRET.encode() not in remade(picture("PNG", pnginfo=told), "image/png").content


@KINDS
def test_a_turned_camera_s_picture_is_upright(kind: str) -> None:
    made = remade(picture(kind, (80, 64), turned=6), TYPES[kind])
    assert (made.width, made.height) == (64, 80)


def test_a_second_picture_behind_a_jpeg_is_no_animation() -> None:
    second = Image.new("RGB", (80, 64), "black")
    made = remade(picture("MPO", save_all=True, append_images=[second]), "image/jpeg")
    assert Image.open(BytesIO(made.content)).format == "JPEG"


@pytest.mark.parametrize("size", [(64, 64), (4096, 64), (64, 4096)])
def test_sizes_at_the_limit_are_taken(size: tuple[int, int]) -> None:
    made = remade(picture("PNG", size), "image/png")
    assert (made.width, made.height) == size


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((63, 64), "63 by 64"),
        ((64, 4097), "64 by 4,097"),
        ((50_000, 100), "50,000 by 100"),
        ((50_000, 50_000), "far too large"),
    ],
)
def test_other_sizes_are_refused_by_their_header(size: tuple[int, int], said: str) -> None:
    with pytest.raises(UnusableContentError, match=f"{said}.*64 to 4,096 pixels"):
        remade(png(*size), "image/png")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(kind: str) -> None:
    second = Image.new("RGB", (80, 64), "black")
    with pytest.raises(UnusableContentError, match="animated"):
        remade(picture(kind, save_all=True, append_images=[second]), TYPES[kind])


@KINDS
def test_half_a_file_is_refused(kind: str) -> None:
    whole = picture(kind, (300, 300))
    with pytest.raises(UnusableContentError, match="cut off or damaged"):
        remade(whole[: len(whole) // 2], TYPES[kind])


@pytest.mark.parametrize(
    ("content", "declared", "said"),
    [
        (picture("PNG"), "image/jpeg", "declared as image/jpeg, but it is image/png"),
        (picture("JPEG"), "image/webp", "but it is image/jpeg"),
        (picture("GIF"), "image/png", "but it is a GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", "but it is an SVG"),
        (b"<!doctype html><html>", "image/webp", "but it is a web page"),
        (b"%PDF-1.7", "image/png", "but it is a PDF"),
        (b"", "image/png", "but it is empty"),
        (b"hello", "image/png", "but it is something else"),
        (picture("PNG"), "", "is one of image/png, image/jpeg, image/webp"),
        (picture("PNG"), "application/json", "is one of image/png"),
        (picture("GIF"), "image/gif", "is one of image/png"),
        (b"<svg/>", "image/svg+xml", "is one of image/png"),
    ],
)
def test_another_type_than_declared_or_taken_is_refused(
    content: bytes, declared: str, said: str
) -> None:
    with pytest.raises(UnsupportedTypeError, match=said.replace("+", r"\+")):
        remade(content, declared)


@pytest.mark.parametrize("declared", ["IMAGE/PNG", "image/png; charset=binary", " image/png "])
def test_the_type_may_be_written_otherwise(declared: str) -> None:
    assert remade(picture("PNG"), declared).content_type == "image/png"


def test_five_mebibytes_are_taken_and_no_byte_more() -> None:
    whole = picture("PNG")
    assert remade(whole.ljust(MAX_BYTES, b"\0"), "image/png")
    with pytest.raises(TooLargeError, match="5 MiB"):
        remade(whole.ljust(MAX_BYTES + 1, b"\0"), "image/png")


@given(
    st.sampled_from(list(TYPES)),
    st.integers(0, 400),
    st.binary(min_size=1, max_size=40),
)
def test_damaged_bytes_become_a_clean_picture_or_a_reason(
    kind: str, place: int, noise: bytes
) -> None:
    whole = bytearray(picture(kind))
    whole[place : place + len(noise)] = noise
    try:
        made = remade(bytes(whole), TYPES[kind])
    except RefusedError:
        return
    Image.open(BytesIO(made.content)).load()


@given(st.text(max_size=50))
def test_no_path_is_an_image_id(text: str) -> None:
    assert not is_image_id(text)
    assert not is_image_id(f"../{text}/a1b2c3d4-e5f6-7890-abcd-ef1234567890.png")
    assert not is_image_id("a1b2c3d4-e5f6-7890-abcd-ef1234567890.png\n")
