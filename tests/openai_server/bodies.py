"""How bodies leave: late, or in drops."""

import asyncio
from collections.abc import AsyncIterator

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
