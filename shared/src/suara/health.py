"""Liveness and readiness over HTTP, the same on every service."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from suara.settings import HttpSettings

Check = Callable[[], Awaitable[None]]
Fact = Callable[[], object]

_CHECK_SECONDS = 3
# Longer than clients and load balancers keep an idle connection (5 to 60 s): the server must not
# close one at the moment that a request comes on it.
_KEEP_ALIVE_SECONDS = 75


def health_routes(
    alive: Callable[[], bool],
    checks: Mapping[str, Check],
    facts: Mapping[str, Fact] = MappingProxyType({}),
) -> list[Route]:
    """`GET /health/live`: restart me if not 200. `GET /health/ready`: send me work if 200.

    checks: name -> coroutine that raises while its part is not ready.
    facts: name -> what gives something that JSON can hold, for operators to read in the answer of
    `ready`; whatever it says, nothing is less ready for it.
    """

    async def live(_: Request) -> JSONResponse:
        healthy = alive()
        return JSONResponse({"status": "ok" if healthy else "stalled"}, 200 if healthy else 503)

    async def ready(_: Request) -> JSONResponse:
        names = list(checks)
        results = await asyncio.gather(*(_outcome(checks[name]) for name in names))
        healthy = all(result == "ok" for result in results)
        return JSONResponse(
            {
                "status": "ok" if healthy else "unavailable",
                "checks": dict(zip(names, results, strict=True)),
            }
            | {name: fact() for name, fact in facts.items()},
            200 if healthy else 503,
        )

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def _outcome(check: Check) -> str:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await check()
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    return "ok"


class Server(uvicorn.Server):
    """uvicorn inside a process that handles signals itself."""

    def __init__(self, app: ASGIApp, settings: HttpSettings) -> None:
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=5,
        )
        super().__init__(config)

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()
