"""A limit on the size of a request's body, declared or not."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api_gateway.web.problems import problem

MAX_BYTES = 1024 * 1024
_DIGITS = 18  # more than any real length has; Python refuses to read thousands of them
_DETAIL = f"The body of a request may have {MAX_BYTES} bytes at most."


class BodyLimit:
    """Answers 413 as soon as a body is known to be too large.

    (Starlette's own limit answers in plain text.)
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _declares_too_much(scope):
            response = problem(scope["path"], 413, "body-too-large", _DETAIL)
            await response(scope, receive, send)
            return
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BYTES:
                # The one kind of error that FastAPI lets through while it reads a body.
                raise HTTPException(413, _DETAIL)
            return message

        await self._app(scope, receive_limited, send)


def _declares_too_much(scope: Scope) -> bool:
    declared = Headers(scope=scope).get("content-length", "")
    return declared.isdecimal() and (len(declared) > _DIGITS or int(declared) > MAX_BYTES)
