"""Pictures, made once: OpenAI's answer about one, and what can be wrong with it."""

import base64
import json
import struct
import zlib
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, PngImagePlugin

from openai_server.faults import PAGE
from openai_server.prefix_cache import tokens

COLOURS = ("#7a9e9f", "#b8d8d8", "#eef5db", "#fe5f55")
ADDRESS = "http://127.0.0.1:9/picture.png"  # the discard port: nobody should go there
OUTPUT_TOKENS = 1056
AUTHOR = "Somebody's own name"


def is_told_what_it_always_does(body: dict[str, Any]) -> bool:
    """gpt-image models send base64 always, and refuse the parameter that dall-e models want."""
    return _always_base64(body) and "response_format" in body


def answer(body: dict[str, Any], kind: str, *, photographs: bool) -> bytes:
    """The JSON, one of four pictures in it. photographs: of 2 MB instead of a few KB."""
    prompt = str(body.get("prompt"))
    asked = tokens(prompt)
    usage = {"input_tokens": asked, "output_tokens": OUTPUT_TOKENS}
    usage |= {"total_tokens": asked + OUTPUT_TOKENS}
    addressed = not _always_base64(body) and body.get("response_format") != "b64_json"
    if kind == "empty":
        datum = b""
    elif kind == "address" or addressed:
        datum = b'{"url": "%s"}' % ADDRESS.encode()
    else:
        number = zlib.crc32(prompt.encode()) % len(COLOURS)
        datum = b'{"b64_json": "%s"}' % _base64(kind, number, photographs)
    return b'{"created": 1, "data": [%s], "usage": %s}' % (datum, json.dumps(usage).encode())


def _always_base64(body: dict[str, Any]) -> bool:
    return "gpt-image" in str(body.get("model"))


@cache
def _base64(kind: str, number: int, photographs: bool) -> bytes:
    if kind == "not_base64":
        return b"!!!"
    if kind == "huge":
        return b"A" * (21 * 1024 * 1024)
    return base64.b64encode(_file(kind, number, photographs))


def _file(kind: str, number: int, photographs: bool) -> bytes:
    if kind == "html":
        return PAGE.encode()
    if kind == "bomb":
        return _bomb()
    wide = 2048 if kind == "wide" else 1024
    picture = Image.new("RGB", (wide, 1024), COLOURS[number])
    if photographs:
        picture = _photograph(picture, number)
    file, exif = BytesIO(), Image.Exif()
    exif[0x013B] = AUTHOR
    if kind == "animated":
        another = Image.new("RGB", picture.size, "black")
        picture.save(file, "GIF", save_all=True, append_images=[another])
    elif kind == "jpeg":
        picture.save(file, "JPEG", exif=exif)
    else:
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", AUTHOR)
        picture.save(file, "PNG", compress_level=1, pnginfo=told, exif=exif)
    return file.getvalue()[: -len(file.getvalue()) // 2 if kind == "truncated" else None]


def _photograph(picture: Image.Image, number: int) -> Image.Image:
    """Soft shapes and a little grain: what makes a real picture as large as it is."""
    random = Random(number)
    shapes = Image.frombytes("RGB", (32, 32), random.randbytes(32 * 32 * 3))
    grain = Image.frombytes("RGB", picture.size, random.randbytes(3 * picture.width * 1024))
    soft = shapes.resize(picture.size, Image.Resampling.BICUBIC)
    return Image.blend(Image.blend(soft, picture, 0.5), grain, 0.03)


def _bomb() -> bytes:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
