"""Asking Reddit's Data API."""

import re
from functools import partial
from typing import Any

from ethnography.adapters.places import PlaceGone
from ethnography.adapters.reddit.token import RedditAccess, RedditToken
from ethnography.adapters.web import Answer, Deadline, Web
from ethnography.adapters.web.answer import LONGEST, number
from ethnography.ports import SourceError, SourceStates

SECONDS_PER_REQUEST = 1.0  # 60 a minute
_REASON = re.compile(r"[a-z_]{1,40}")


class RedditApi:
    def __init__(self, web: Web, access: RedditAccess, states: SourceStates) -> None:
        self._web = web
        self._url = access.api_url
        self._token = RedditToken(web, access, states)

    async def get(self, deadline: Deadline, path: str, **params: Any) -> Any:
        """The JSON. Raises as `_ask`."""
        return await self._ask(deadline, "GET", path, params=params)

    async def post(self, deadline: Deadline, path: str, **form: Any) -> Any:
        """The JSON. Raises as `_ask`."""
        return await self._ask(deadline, "POST", path, data=form, params={})

    async def _ask(self, deadline: Deadline, method: str, path: str, **parts: Any) -> Any:
        """
        Raises:
            PlaceGone: the subreddit or thread is private, quarantined, banned or not there.
            SourceError: anything else but JSON.
        """
        parts["params"] |= {"raw_json": 1}
        refused = None
        for _ in range(2):
            token = await self._token.get(deadline, refused)
            once = partial(self._once, deadline, token, method, path, parts)
            answer = await self._web.patiently(deadline, once)
            if answer.status != 401:
                return _content(answer, path)
            refused = token
        raise SourceError("refuses a token it has just given (HTTP 401)")

    async def _once(
        self, deadline: Deadline, token: str, method: str, path: str, parts: dict[str, Any]
    ) -> Answer:
        headers = {"authorization": f"Bearer {token}"}
        answer = await self._web.send(deadline, method, self._url + path, headers=headers, **parts)
        self._mind_the_rate(answer)
        if answer.redirects and path.startswith("/r/"):
            raise PlaceGone("not there")  # Reddit leads to its search for subreddits
        return answer.usual()

    def _mind_the_rate(self, answer: Answer) -> None:
        remaining = number(answer.headers.get("x-ratelimit-remaining"))
        reset = number(answer.headers.get("x-ratelimit-reset"))
        if remaining == 0 and reset is not None:
            self._web.pace.hold(min(reset, LONGEST))


def _content(answer: Answer, path: str) -> Any:
    of_a_place = path.startswith(("/r/", "/comments/"))
    if answer.status in (403, 404) and of_a_place and not answer.is_page:
        raise PlaceGone(_reason(answer))
    if answer.status != 200:
        raise SourceError(f"refuses (HTTP {answer.status})")
    return answer.json()


def _reason(answer: Answer) -> str:
    """`private`, `quarantined`, `banned`, or the status."""
    body = answer.json()
    reason = body.get("reason") if isinstance(body, dict) else None
    if isinstance(reason, str) and _REASON.fullmatch(reason):
        return reason
    return f"HTTP {answer.status}"
