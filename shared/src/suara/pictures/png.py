"""PNG files without what is not the picture."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD, _CHECK = struct.Struct(">I4s"), struct.Struct(">I")
# What an RGB or RGBA picture needs. All else tells of its maker: text, dates, EXIF, provenance.
_KEPT = frozenset({b"IHDR", b"IDAT", b"IEND"})


def stripped(png: bytes) -> bytes:
    """The picture's own chunks as they are, which spares compressing it anew.

    png: RGB or RGBA. What follows the picture's end is left out as well.

    Raises:
        ValueError: a chunk is broken, or the end is missing.
    """
    return _SIGNATURE + b"".join(_chunks(memoryview(png)))


def _chunks(png: memoryview) -> Iterator[memoryview]:
    start, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        if start + _HEAD.size > len(png):
            raise ValueError("the end is missing")
        length, kind = _HEAD.unpack_from(png, start)
        end = start + _HEAD.size + length + _CHECK.size
        if end > len(png):
            raise ValueError("a chunk is cut off")
        if kind in _KEPT:
            [said] = _CHECK.unpack_from(png, end - _CHECK.size)
            if said != zlib.crc32(png[start + 4 : end - _CHECK.size]):
                raise ValueError("a chunk is damaged")
            yield png[start:end]
        start = end
