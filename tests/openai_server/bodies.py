"""How bodies leave: late, in drops, or as pictures."""

import asyncio
import base64
import time
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

from PIL import Image
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from openai_server.control import Failure


async def unless_gone(request: Request, seconds: float) -> None:
    """Waits; a client that gives up meanwhile is no longer in flight."""
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait((gone,), timeout=seconds)
    finally:
        gone.cancel()


def dribbled(body: bytes, failure: Failure) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        size = max(1, len(body) // 20)
        for start in range(0, len(body) if failure.kind == "slow" else 2 * size, size):
            yield body[start : start + size]
            await asyncio.sleep(failure.seconds / 20 if failure.kind == "slow" else 0)
        if failure.kind == "disconnect":
            raise ConnectionResetError("scripted: the connection closes here")

    return StreamingResponse(chunks(), media_type="application/json")


def image(body: dict[str, Any]) -> dict[str, Any]:
    """A PNG of one colour, which the prompt decides."""
    seed = zlib.crc32(str(body.get("prompt")).encode())
    wide, _, high = str(body.get("size") or "1024x1024").partition("x")
    size = (int(wide), int(high)) if wide.isdigit() and high.isdigit() else (1024, 1024)
    png = BytesIO()
    Image.new("RGB", size, (seed & 255, seed >> 8 & 255, seed >> 16 & 255)).save(
        png, "PNG", compress_level=1
    )
    data = {"b64_json": base64.b64encode(png.getvalue()).decode()}
    return {"created": int(time.time()), "data": [data]}
