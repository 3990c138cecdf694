"""The bearer token of a Reddit app, shared by all workers until it expires."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, SecretStr, ValidationError

from ethnography.adapters.web import Answer, Deadline, Web
from ethnography.ports import SourceError, SourceStates

KEY = "reddit/token"
MARGIN_SECONDS = 60  # a token is not used in its last minute


@dataclass(frozen=True)
class RedditAccess:
    """An approved app of the kind "script" or "web app", and where Reddit is."""

    client_id: str
    client_secret: SecretStr
    auth_url: str
    api_url: str


class _Token(BaseModel):
    access_token: str
    expires_at: datetime

    def serves(self, refused: str | None) -> bool:
        return self.access_token != refused and self.expires_at > datetime.now(UTC)


class _Granted(BaseModel):
    access_token: str
    expires_in: float


class RedditToken:
    """Asked for once, kept in the states until `expires_in` is over."""

    def __init__(self, web: Web, access: RedditAccess, states: SourceStates) -> None:
        self._web = web
        self._access = access
        self._states = states
        self._one_at_a_time = asyncio.Lock()
        self._token: _Token | None = None

    async def get(self, deadline: Deadline, refused: str | None = None) -> str:
        """A token other than the refused one. Raises SourceError."""
        async with self._one_at_a_time:
            if self._token is None or not self._token.serves(refused):
                self._token = await self._stored(refused) or await self._new(deadline)
            return self._token.access_token

    async def _stored(self, refused: str | None) -> _Token | None:
        try:
            token = _Token.model_validate(await self._states.load(KEY))
        except ValidationError:
            return None
        return token if token.serves(refused) else None

    async def _new(self, deadline: Deadline) -> _Token:
        answer = await self._web.patiently(deadline, lambda: self._asked(deadline))
        if answer.status in (400, 401, 403) and not answer.is_page:
            raise SourceError("refuses SUARA_REDDIT_CLIENT_ID or SUARA_REDDIT_CLIENT_SECRET")
        body = answer.json()
        try:
            granted = _Granted.model_validate(body)
        except ValidationError:
            raise SourceError(f"gives no token{_error_code(body)}") from None
        lasts = max(granted.expires_in - MARGIN_SECONDS, 0)
        expires_at = datetime.now(UTC) + timedelta(seconds=min(lasts, 7 * 86_400))
        token = _Token(access_token=granted.access_token, expires_at=expires_at)
        await self._states.save(KEY, token.model_dump(mode="json"))
        return token

    async def _asked(self, deadline: Deadline) -> Answer:
        access = self._access
        answer = await self._web.send(
            deadline,
            "POST",
            f"{access.auth_url}/api/v1/access_token",
            data={"grant_type": "client_credentials"},
            auth=(access.client_id, access.client_secret.get_secret_value()),
        )
        return answer.usual()


def _error_code(body: object) -> str:
    """OAuth's word for what is wrong; errors come with status 200, too."""
    code = body.get("error") if isinstance(body, dict) else None
    return f": {code}" if isinstance(code, str) and code.isidentifier() else ""
