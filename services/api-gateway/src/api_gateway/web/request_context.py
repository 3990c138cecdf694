"""Every request has an id, and belongs to its caller's trace also where none are recorded."""

import re
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from suara.telemetry.tracing import continued, identified

REQUEST_ID = "X-Request-Id"
_FITTING = re.compile(r"[\w.:-]{1,64}", re.ASCII)


def is_probe(scope: Scope) -> bool:
    """What machines ask all day, and nobody wants to see among the requests."""
    path = str(scope["path"])
    return path == "/metrics" or path.startswith("/health/")


class RequestContext:
    """Log lines name the request and its trace; the answer names the request: `X-Request-Id`.
    So does `request.state.request_id`, for the answer to what nobody caught, made around this.

    Within FastAPI's own span of the request, if there is one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_probe(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _chosen(headers.get(REQUEST_ID, ""))
        scope.setdefault("state", {})["request_id"] = request_id

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        with continued(headers.get("traceparent")):
            # Not taken back: the task ends with the request, and uvicorn's last word, about what
            # nobody caught, comes after this.
            structlog.contextvars.bind_contextvars(request_id=request_id, **identified())
            await self._app(scope, receive, answer)


def _chosen(wish: str) -> str:
    return wish if _FITTING.fullmatch(wish) else str(uuid4())
