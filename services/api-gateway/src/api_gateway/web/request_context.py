"""Every request has an id, and is the first step of a trace or the next one of its caller's."""

import re
from uuid import uuid4

import structlog
from opentelemetry.trace import SpanKind
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from suara.telemetry.tracing import came_with, failed, identified, span

_TRACED = "/api/"  # probes and scrapes would be most of all spans
_ID = "X-Request-Id"
_FITTING = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class RequestContext:
    """Log lines name the request and its trace; so do, in the answer, `X-Request-Id`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_TRACED):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _chosen(headers.get(_ID, ""))
        method, status = scope["method"], 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_ID] = request_id
            await send(message)

        with span(method, SpanKind.SERVER, came_with(headers.get("traceparent"))) as request:
            # Not taken back: the task ends with the request, and uvicorn's last word, about what
            # nobody caught, comes after this.
            structlog.contextvars.bind_contextvars(request_id=request_id, **identified())
            try:
                await self._app(scope, receive, answer)
            finally:
                if request.is_recording():
                    route = getattr(scope.get("route"), "path", None)
                    if route:
                        request.update_name(f"{method} {route}")
                        request.set_attribute("http.route", route)
                    request.set_attributes(
                        {
                            "http.request.method": method,
                            "url.scheme": scope["scheme"],
                            "url.path": scope["path"],
                            "http.response.status_code": status,
                        }
                    )
                    if status >= 500:
                        failed(request, str(status))


def _chosen(wish: str) -> str:
    return wish if _FITTING.fullmatch(wish) else str(uuid4())
