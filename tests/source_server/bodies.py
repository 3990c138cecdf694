"""Bodies that nobody should read to their end."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from functools import cache

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from source_server.control import Fault
from source_server.playback import recorded

HOUR = 3600.0
MEGABYTES = 50
_JSON = "application/json"


async def faulty(request: Request, fault: Fault) -> Response:
    match fault.kind:
        case "fixture":
            file = recorded(fault.file)
            return Response(file.body, file.status, {**file.headers, **fault.headers})
        case "body":
            headers = {"content-type": _JSON, **fault.headers}
            return Response(fault.body, fault.status, headers)
        case "hang":
            await unless_gone(request, HOUR)
            return Response()
        case "drip":
            return StreamingResponse(_drops(), media_type=_JSON)
        case "gzip_bomb":
            return Response(_bomb(), media_type=_JSON, headers={"content-encoding": "gzip"})
        case "huge":
            return StreamingResponse(_megabytes(), media_type=_JSON)
        case "broken_gzip":
            half = gzip.compress(b'{"kind": "Listing"}')[:-9]
            return Response(half, media_type=_JSON, headers={"content-encoding": "gzip"})
        case "disconnect":
            return StreamingResponse(_broken_off(), media_type=_JSON)
        case "redirect":
            return RedirectResponse(fault.location, 302)


async def unless_gone(request: Request, seconds: float) -> None:
    """Waits; a client that gives up meanwhile is no longer waited for."""
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait((gone,), timeout=seconds)
    finally:
        gone.cancel()


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * MEGABYTES * 1_000_000)


async def _megabytes() -> AsyncIterator[bytes]:
    for _ in range(MEGABYTES * 10):
        yield b" " * 100_000


async def _drops() -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(0.02)


async def _broken_off() -> AsyncIterator[bytes]:
    yield b'{"kind": "Listing"'
    raise ConnectionResetError("scripted: the connection closes here")
