"""`GET /metrics`: what this process has measured, in Prometheus' text format."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_log = structlog.get_logger()
_REFRESH_SECONDS = 3

#: Sets gauges that are only known by asking, such as a database, right before they are read.
Refresh = Callable[[], Awaitable[None]]


def metrics_route(refreshes: Sequence[Refresh] = ()) -> Route:
    """refreshes: run before each answer, a few seconds at most; one that fails leaves its gauges
    as they were, and a line in the log.
    """

    async def metrics(_: Request) -> Response:
        await asyncio.gather(*map(_refreshed, refreshes))
        return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    return Route("/metrics", metrics)


async def _refreshed(refresh: Refresh) -> None:
    try:
        async with asyncio.timeout(_REFRESH_SECONDS):
            await refresh()
    except Exception as error:
        _log.warning("metrics.stale", error=repr(error))
