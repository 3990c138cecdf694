"""Reading a body that may have no end."""

import zlib

import httpx

from ethnography.ports import SourceError

_GZIP = 16 + zlib.MAX_WBITS


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The body, unpacked, read no further than the limit.

    Unpacked here and not by httpx, which unpacks whatever has arrived in one piece: 64 KB may be
    64 MB then.

    Raises:
        SourceError: more bytes than `limit`, or packed in a way that nobody asked for.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise SourceError("packed its answer in a way that was not asked for")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length[:18]) > limit:
        raise _too_large(limit)
    unpacked = bytearray()
    empty = True
    gzip = None if encoding == "identity" else zlib.decompressobj(_GZIP)
    async for chunk in response.aiter_raw():
        empty = empty and not chunk
        unpacked += _unpacked(gzip, chunk, limit + 1 - len(unpacked)) if gzip else chunk
        if len(unpacked) > limit:
            raise _too_large(limit)
    if gzip and not gzip.eof and not empty:
        raise SourceError("sent a body that cannot be unpacked")
    return bytes(unpacked)


def _unpacked(gzip: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    try:
        return gzip.decompress(chunk, room)
    except zlib.error:
        raise SourceError("sent a body that cannot be unpacked") from None


def _too_large(limit: int) -> SourceError:
    return SourceError(f"sent more than {limit / 1e6:g} MB, and was cut off")
