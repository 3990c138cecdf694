"""A limit on the size of a request's body, declared or not."""

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api_gateway.domain import uploads
from api_gateway.web.problems import problem

MAX_BYTES = 1024 * 1024
_IMAGES = re.compile(r"/api/projects/[^/]+/images/?")
_ENVELOPE_BYTES = 16 * 1024  # of multipart/form-data, around an image
_DIGITS = 18  # more than any real length has; Python refuses to read thousands of them


class BodyLimit:
    """Answers 413 as soon as a body is known to be too large.

    (Starlette's own limit answers in plain text.)
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, detail = _limit(scope["path"])
        if _declares_more(scope, most):
            response = problem(scope["path"], 413, "body-too-large", detail)
            await response(scope, receive, send)
            return
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                # The one kind of error that FastAPI lets through while it reads a body.
                raise HTTPException(413, detail)
            return message

        await self._app(scope, receive_limited, send)


def _limit(path: str) -> tuple[int, str]:
    """In bytes, and in words."""
    if _IMAGES.fullmatch(path):
        return uploads.MAX_BYTES + _ENVELOPE_BYTES, uploads.TOO_LARGE
    return MAX_BYTES, f"The body of a request may have {MAX_BYTES} bytes at most."


def _declares_more(scope: Scope, most: int) -> bool:
    declared = Headers(scope=scope).get("content-length", "")
    return declared.isdecimal() and (len(declared) > _DIGITS or int(declared) > most)
