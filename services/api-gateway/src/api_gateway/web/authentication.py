"""Every request under /api needs a bearer token, before anything else of it is looked at."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api_gateway.adapters.tokens import InvalidTokenError, Tokens
from api_gateway.web.problems import problem

_PROTECTED = "/api/"


class Authentication:
    """Puts the company of the token into `request.state.company_id`, or answers 401."""

    def __init__(self, app: ASGIApp, tokens: Tokens) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_PROTECTED):
            await self._app(scope, receive, send)
            return
        try:
            company_id = self._tokens.company(_bearer(Headers(scope=scope)))
        except InvalidTokenError as error:
            response = problem(
                scope["path"],
                401,
                "unauthenticated",
                f"{error} Send a header 'Authorization: Bearer <token>'.",
                headers={"WWW-Authenticate": "Bearer"},
            )
            await response(scope, receive, send)
            return
        scope.setdefault("state", {})["company_id"] = company_id
        await self._app(scope, receive, send)


def _bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidTokenError("A bearer token is required.")
    return token.strip()
