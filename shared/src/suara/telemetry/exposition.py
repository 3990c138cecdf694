"""`GET /metrics`: what this process has measured, for Prometheus."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from prometheus_client import disable_created_metrics, make_asgi_app
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

_log = structlog.get_logger()
_REFRESH_SECONDS = 3

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, which nobody looks at

#: Sets gauges that are only known by asking, such as a database, right before they are read.
Refresh = Callable[[], Awaitable[None]]


def metrics_route(refreshes: Sequence[Refresh] = ()) -> Route:
    """In Prometheus' text format or as OpenMetrics, compressed or not, as the scraper asks.

    refreshes: run before each answer, a few seconds at most; one that fails leaves its gauges
    as they were, and a line in the log.
    """
    return Route("/metrics", _Metrics(refreshes), methods=["GET"])


class _Metrics:
    def __init__(self, refreshes: Sequence[Refresh]) -> None:
        self._refreshes = refreshes
        self._answer = make_asgi_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.gather(*map(_refreshed, self._refreshes))
        await self._answer(scope, receive, send)


async def _refreshed(refresh: Refresh) -> None:
    try:
        async with asyncio.timeout(_REFRESH_SECONDS):
            await refresh()
    except Exception as error:
        _log.warning("metrics.stale", error=repr(error))
